package dev.rehearsal.cloud.ses;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.inbox.Mail;
import dev.rehearsal.cloud.inbox.Smtp;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ses.model.ConfigurationSetDoesNotExistException;
import software.amazon.awssdk.services.ses.model.MessageRejectedException;

/** Sends the mail of both of SES's APIs over SMTP, once its sender is found verified. */
public final class Mailer {

  private static final System.Logger LOG = System.getLogger(Mailer.class.getName());
  private static final int MAX_RECIPIENTS = 50;

  private final Surroundings aws;
  private final MailStore store;
  private final Smtp smtp;
  private final AtomicLong sent = new AtomicLong();

  Mailer(Surroundings aws, MailStore store) {
    this.aws = aws;
    this.store = store;
    this.smtp = new Smtp(aws.endpoints(), aws.faults(), "ses");
  }

  /** How many mails were sent. */
  public long sent() {
    return sent.get();
  }

  /**
   * Sends a mail.
   *
   * @param configurationSet its name; null where none was named
   * @return the message id
   */
  public String send(Mail mail, @Nullable String configurationSet) {
    check(mail.from(), configurationSet);
    int recipients = mail.to().size() + mail.cc().size() + mail.bcc().size();
    if (recipients == 0 || recipients > MAX_RECIPIENTS) {
      throw SesErrors.parameter(
          recipients == 0 ? "Missing required header 'To'." : "Recipient count exceeds 50.");
    }
    return transmit(() -> smtp.send(mail));
  }

  /**
   * Fills a template in and sends it. Where the data lacks an attribute the mail is lost, as on
   * AWS: the call succeeds and the failure is logged.
   *
   * @param envelope the mail without subject and bodies
   */
  public String send(
      Mail envelope, MailTemplate template, @Nullable String data, @Nullable String set) {
    check(envelope.from(), set);
    try {
      MailTemplate.Rendered filled = template.render(data);
      return send(
          new Mail(
              envelope.from(),
              envelope.to(),
              envelope.cc(),
              envelope.bcc(),
              envelope.replyTo(),
              filled.subject(),
              filled.text(),
              filled.html(),
              envelope.headers()),
          set);
    } catch (MailTemplate.RenderingFailure failure) {
      if (failure.invalidData) {
        throw SesErrors.parameter(String.valueOf(failure.getMessage()));
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "SES did not send a mail to {0}: rendering template {1} failed: {2}",
          envelope.to(),
          template.name(),
          failure.getMessage());
      return messageId();
    }
  }

  /** Sends a raw MIME message; its {@code From} must be verified where no source is given. */
  public String sendRaw(
      byte[] raw, @Nullable String source, List<String> destinations, @Nullable String set) {
    try {
      Address[] from = Smtp.parse(raw).getFrom();
      if (source == null && (from == null || from.length == 0)) {
        throw SesErrors.parameter("Missing required header 'From'.");
      }
      String sender = source == null ? from[0].toString() : source;
      check(sender, set);
      return transmit(() -> smtp.sendRaw(raw, sender, destinations));
    } catch (MessagingException invalid) {
      throw SesErrors.parameter("The message could not be read: " + invalid.getMessage());
    }
  }

  private interface Work {
    void run() throws MessagingException;
  }

  private String transmit(Work work) {
    Trace trace =
        CallScope.current()
            .map(AwsCall::trace)
            .or(Trace::current)
            .orElseGet(() -> new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null));
    try (Trace.Scope scope = trace.open()) {
      work.run();
    } catch (AddressException invalid) {
      throw SesErrors.parameter("Illegal address: " + invalid.getMessage());
    } catch (MessagingException | IllegalStateException failure) {
      throw AwsError.of(
          "ServiceUnavailable",
          503,
          "SES could not hand the mail to the SMTP server: " + failure.getMessage());
    }
    sent.incrementAndGet();
    return messageId();
  }

  private String messageId() {
    return "01" + aws.ids().hex(14) + "-" + aws.ids().uuid() + "-000000";
  }

  private void check(String from, @Nullable String configurationSet) {
    String address;
    try {
      address = new InternetAddress(from).getAddress();
    } catch (AddressException invalid) {
      throw SesErrors.parameter("Illegal address: " + from);
    }
    if (!store.verified(address)) {
      throw AwsError.of(
          MessageRejectedException.builder(),
          "MessageRejected",
          400,
          "Email address is not verified. The following identities failed the check in region "
              + aws.region().toUpperCase(Locale.ROOT)
              + ": "
              + from);
    }
    if (configurationSet != null && !store.configurationSets().containsKey(configurationSet)) {
      throw AwsError.of(
          ConfigurationSetDoesNotExistException.builder(),
          "ConfigurationSetDoesNotExist",
          400,
          "Configuration set <" + configurationSet + "> does not exist.");
    }
  }
}
