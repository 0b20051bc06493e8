package dev.rehearsal.cloud.inbox;

import java.util.List;

/** Everybody's inbox on one stage. Thread-safe. */
public interface Inbox {

  /** All messages received so far, oldest first. */
  List<Message> messages();

  /** The messages one e-mail address or phone number received, oldest first. */
  default List<Message> messages(String to) {
    return messages().stream().filter(message -> message.to().equalsIgnoreCase(to)).toList();
  }

  /** Keeps a text message. E-mail arrives over SMTP instead. */
  void receiveSms(String from, String to, String text);

  /** Forgets every message. */
  void clear();
}
