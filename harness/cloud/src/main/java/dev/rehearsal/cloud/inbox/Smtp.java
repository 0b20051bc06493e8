package dev.rehearsal.cloud.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Sends mail over SMTP to the cloud's mail server, carrying the current trace as a header. */
public final class Smtp {

  /** The header that ties a mail to the journey step that caused it. */
  static final String TRACE_HEADER = "X-Amzn-Trace-Id";

  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final Endpoints endpoints;
  private final Faults faults;
  private final String from;

  /**
   * @param from which service sends
   */
  public Smtp(Endpoints endpoints, Faults faults, String from) {
    this.endpoints = endpoints;
    this.faults = faults;
    this.from = from;
  }

  /**
   * Sends a mail; returns when the server has taken it.
   *
   * @throws MessagingException where an address is invalid or the server refuses the mail
   * @throws IllegalStateException where no mail server has been started
   */
  public void send(Mail mail) throws MessagingException {
    Session session = session();
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(mail.from()));
    message.setRecipients(RecipientType.TO, addresses(mail.to()));
    message.setRecipients(RecipientType.CC, addresses(mail.cc()));
    if (!mail.replyTo().isEmpty()) {
      message.setReplyTo(addresses(mail.replyTo()));
    }
    message.setSubject(mail.subject(), UTF_8.name());
    for (Map.Entry<String, String> header : mail.headers().entrySet()) {
      message.setHeader(header.getKey(), header.getValue());
    }
    if (mail.text() != null && mail.html() != null) {
      MimeBodyPart text = new MimeBodyPart();
      text.setText(mail.text(), UTF_8.name());
      MimeBodyPart html = new MimeBodyPart();
      html.setText(mail.html(), UTF_8.name(), "html");
      message.setContent(new MimeMultipart("alternative", text, html));
    } else if (mail.html() != null) {
      message.setText(mail.html(), UTF_8.name(), "html");
    } else {
      message.setText(mail.text() == null ? "" : mail.text(), UTF_8.name());
    }
    List<String> recipients = new ArrayList<>(mail.to());
    recipients.addAll(mail.cc());
    recipients.addAll(mail.bcc());
    transmit(session, message, mail.from(), recipients);
  }

  /** Reads a raw MIME message, for its headers. */
  public static MimeMessage parse(byte[] raw) throws MessagingException {
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
  }

  /**
   * Sends a raw MIME message.
   *
   * @param recipients the envelope's recipients; those of the message's headers where empty
   */
  public void sendRaw(byte[] raw, String sender, List<String> recipients)
      throws MessagingException {
    Session session = session();
    MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(raw));
    List<String> all = new ArrayList<>(recipients);
    if (all.isEmpty() && message.getAllRecipients() != null) {
      for (Address address : message.getAllRecipients()) {
        all.add(address.toString());
      }
    }
    message.removeHeader("Bcc");
    transmit(session, message, sender, all);
  }

  private void transmit(
      Session session, MimeMessage message, String sender, List<String> recipients)
      throws MessagingException {
    var trace = Trace.current();
    if (trace.isPresent()) {
      message.setHeader(TRACE_HEADER, trace.get().header());
    }
    session.getProperties().setProperty("mail.smtp.from", new InternetAddress(sender).getAddress());
    message.saveChanges();
    Fault fault =
        trace
            .map(
                known ->
                    faults.at(
                        new Faults.Point(
                            Hop.Kind.MAIL, known, from, "inbox", Hop.Kind.MAIL.name(), recipients)))
            .orElse(null);
    if (fault == null) {
      Transport.send(message, addresses(recipients));
      return;
    }
    switch (fault.kind()) {
      case ERROR, THROTTLE -> throw new MessagingException("451 " + fault.name());
      case RESET -> throw new MessagingException("The connection was cut: " + fault.name());
      case DROP, TIMEOUT -> {
        Transport.send(message, addresses(recipients));
        if (fault.kind() == Fault.Kind.TIMEOUT) {
          fault.keepSilent(SILENCE);
        }
        throw new MessagingException("No answer: " + fault.name());
      }
      case DUPLICATE -> {
        Transport.send(message, addresses(recipients));
        Transport.send(message, addresses(recipients));
      }
      default -> Transport.send(message, addresses(recipients));
    }
  }

  private static Address[] addresses(List<String> all) throws MessagingException {
    Address[] parsed = new Address[all.size()];
    for (int i = 0; i < parsed.length; i++) {
      parsed[i] = new InternetAddress(all.get(i), true);
    }
    return parsed;
  }

  private Session session() {
    URI server = endpoints.get(Endpoints.Server.SMTP);
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.host", server.getHost());
    settings.setProperty("mail.smtp.port", String.valueOf(server.getPort()));
    settings.setProperty("mail.smtp.connectiontimeout", "5000");
    settings.setProperty("mail.smtp.timeout", "10000");
    settings.setProperty("mail.smtp.localhost", "localhost");
    return Session.getInstance(settings);
  }
}
