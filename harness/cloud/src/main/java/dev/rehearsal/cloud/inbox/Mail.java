package dev.rehearsal.cloud.inbox;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail to be sent.
 *
 * @param from the sender, as in a {@code From} header
 * @param subject the subject
 * @param text the text body; null where there is none
 * @param html the HTML body; null where there is none
 * @param headers further headers
 */
public record Mail(
    String from,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    List<String> replyTo,
    String subject,
    @Nullable String text,
    @Nullable String html,
    Map<String, String> headers) {

  /** A mail with nothing but text. */
  public static Mail text(String from, String to, String subject, String text) {
    return new Mail(
        from, List.of(to), List.of(), List.of(), List.of(), subject, text, null, Map.of());
  }
}
