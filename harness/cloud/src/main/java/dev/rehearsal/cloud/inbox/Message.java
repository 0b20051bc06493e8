package dev.rehearsal.cloud.inbox;

import java.time.Instant;

/**
 * One message that somebody received.
 *
 * @param channel how it came
 * @param from the sender's address or name
 * @param to the recipient: an e-mail address, or a phone number in E.164
 * @param subject the subject; empty for text messages
 * @param text the text, or the HTML body where there is no text
 * @param html the HTML body; empty where there is none
 * @param received when it arrived, wall-clock time
 */
public record Message(
    Channel channel,
    String from,
    String to,
    String subject,
    String text,
    String html,
    Instant received) {

  /** The ways a message can come. */
  public enum Channel {
    EMAIL,
    SMS
  }
}
