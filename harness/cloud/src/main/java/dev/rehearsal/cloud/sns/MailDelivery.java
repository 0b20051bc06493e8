package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.inbox.Mail;
import dev.rehearsal.cloud.inbox.Smtp;
import jakarta.mail.MessagingException;

/** Delivery to mailboxes. */
final class MailDelivery {

  private static final String SENDER = "AWS Notifications <no-reply@sns.amazonaws.com>";

  private final Envelope envelope;
  private final Smtp smtp;

  MailDelivery(Surroundings aws, Envelope envelope) {
    this.envelope = envelope;
    this.smtp = new Smtp(aws.endpoints(), aws.faults(), "sns");
  }

  void deliver(Notification sent, Subscription to) throws DeliveryFailure {
    String subject = sent.subject() == null ? "AWS Notification Message" : sent.subject();
    String body =
        to.protocol.equals("email-json")
            ? envelope.notification(sent, to)
            : sent.messageFor("email")
                + "\n\n--\nIf you wish to stop receiving notifications from this topic, please"
                + " click or visit the link below to unsubscribe:\n"
                + envelope.unsubscribeUrl(to)
                + "\n";
    send(Mail.text(sender(sent), to.endpoint, subject, body));
  }

  void confirmation(Subscription to) throws DeliveryFailure {
    send(
        Mail.text(
            SENDER,
            to.endpoint,
            "AWS Notification - Subscription Confirmation",
            "You have chosen to subscribe to the topic:\n"
                + to.topicArn
                + "\n\nTo confirm this subscription, click or visit the link below (If this was in"
                + " error no action is necessary):\n"
                + envelope.confirmUrl(to)
                + "\n"));
  }

  private static String sender(Notification sent) {
    String name = sent.topic().attributes.getOrDefault("DisplayName", "");
    return name.isEmpty() ? SENDER : "\"" + name + "\" <no-reply@sns.amazonaws.com>";
  }

  private void send(Mail mail) throws DeliveryFailure {
    try {
      smtp.send(mail);
    } catch (MessagingException | IllegalStateException failure) {
      throw new DeliveryFailure("MailFailure", String.valueOf(failure.getMessage()), 0, true);
    }
  }
}
