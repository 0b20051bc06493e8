package dev.rehearsal.cloud.inbox;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.call.Trace;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's inbox behind a real SMTP server on a free loopback port. Thread-safe.
 *
 * <p>Takes every recipient. Records a {@code MAIL} or {@code SMS} hop for each message received.
 */
public final class MailInbox implements Inbox, AutoCloseable {

  private static final String UNTRACED = "untraced";

  private final GreenMail server;
  private final HopSink hops;
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private @Nullable GreenMailUser everybody;

  private MailInbox(GreenMail server, HopSink hops) {
    this.server = server;
    this.hops = hops;
  }

  /** Starts the server. */
  public static MailInbox start(HopSink hops) {
    ServerSetup smtp = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    GreenMail server = new GreenMail(smtp);
    server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    MailInbox inbox = new MailInbox(server, hops);
    server.start();
    server.getUserManager().setMessageDeliveryHandler(inbox::receive);
    return inbox;
  }

  /** Tells a cloud where its mail goes. */
  public void announce(Endpoints endpoints) {
    endpoints.put(Endpoints.Server.SMTP, address());
  }

  /** Where the server listens. */
  public URI address() {
    return URI.create("smtp://127.0.0.1:" + server.getSmtp().getPort());
  }

  @Override
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void receiveSms(String from, String to, String text) {
    Message message = new Message(Message.Channel.SMS, from, to, "", text, "", Instant.now());
    messages.add(message);
    record(Hop.Kind.SMS, message, Trace.current().orElse(new Trace(UNTRACED, null)), "sns");
  }

  @Override
  public void clear() {
    messages.clear();
  }

  @Override
  public void close() {
    server.stop();
  }

  private GreenMailUser receive(MovingMessage mail, MailAddress to)
      throws MessagingException, UserException {
    var mime = mail.getMessage();
    Message message = MimeReader.read(mime, to.getEmail());
    messages.add(message);
    String[] header = mime.getHeader(Smtp.TRACE_HEADER);
    Trace trace = Trace.parse(header == null ? null : header[0]).orElse(new Trace(UNTRACED, null));
    record(Hop.Kind.MAIL, message, trace, "ses");
    return mailbox();
  }

  /** GreenMail wants a user to give the mail to; all share one, emptied as it fills. */
  private synchronized GreenMailUser mailbox() throws UserException {
    if (everybody == null) {
      everybody = server.getUserManager().createUser("everybody", "everybody", "");
    }
    return everybody;
  }

  private void record(Hop.Kind kind, Message message, Trace trace, String from) {
    hops.accept(
        new Hop(
            UUID.randomUUID().toString(),
            kind,
            trace,
            from,
            "inbox",
            kind.name(),
            message.to(),
            message.received(),
            Duration.ZERO,
            250,
            null,
            message.text(),
            null,
            Map.of("from", message.from(), "subject", message.subject())));
  }
}
