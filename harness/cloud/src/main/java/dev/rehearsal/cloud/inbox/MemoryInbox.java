package dev.rehearsal.cloud.inbox;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An inbox for text messages, for a cloud without a mail server. */
public final class MemoryInbox implements Inbox {

  private final List<Message> messages = new CopyOnWriteArrayList<>();

  @Override
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void receiveSms(String from, String to, String text) {
    messages.add(new Message(Message.Channel.SMS, from, to, "", text, "", Instant.now()));
  }

  @Override
  public void clear() {
    messages.clear();
  }
}
