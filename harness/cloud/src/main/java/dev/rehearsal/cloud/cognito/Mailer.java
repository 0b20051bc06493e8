package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserConfigType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeDeliveryDetailsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeDeliveryFailureException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EmailConfigurationType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EmailSendingAccountType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageTemplateType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerificationMessageTemplateType;
import software.amazon.awssdk.services.ses.SesClient;

/** Mails codes, as Cognito's own sender does: over real SMTP, where the inbox reads it. */
final class Mailer {

  private static final String SENDER = "no-reply@verificationemail.com";

  private final Surroundings aws;

  Mailer(Surroundings aws) {
    this.aws = aws;
  }

  /**
   * Sends a verification code.
   *
   * @throws AwsServiceException CodeDeliveryFailureException where it can't be sent
   */
  CodeDeliveryDetailsType code(Pool pool, User user, String code) {
    String email = user.attributes.get("email");
    String phone = user.attributes.get("phone_number");
    UserPoolType type = pool.type();
    if (email != null && !email.isEmpty()) {
      VerificationMessageTemplateType template = type.verificationMessageTemplate();
      String subject =
          first(
              template == null ? null : template.emailSubject(),
              type.emailVerificationSubject(),
              "Your verification code");
      String text =
          first(
              template == null ? null : template.emailMessage(),
              type.emailVerificationMessage(),
              "Your verification code is {####}");
      mail(pool, email, subject, text.replace("{####}", code));
      return details("email", DeliveryMediumType.EMAIL, mask(email));
    }
    if (phone != null && !phone.isEmpty()) {
      String text = first(null, type.smsVerificationMessage(), "Your verification code is {####}");
      aws.inbox().receiveSms("NOTICE", phone, text.replace("{####}", code));
      return details("phone_number", DeliveryMediumType.SMS, "+*******" + tail(phone));
    }
    throw CognitoErrors.invalid(
        "Cannot deliver a code: the user has neither an email nor a phone_number.");
  }

  /** Sends the invitation of a user that an administrator made. */
  void invitation(Pool pool, User user, String password) {
    String email = user.attributes.get("email");
    if (email == null || email.isEmpty()) {
      throw CognitoErrors.invalid(
          "Cannot invite a user without email: give one, or set MessageAction SUPPRESS.");
    }
    AdminCreateUserConfigType config = pool.type().adminCreateUserConfig();
    MessageTemplateType template = config == null ? null : config.inviteMessageTemplate();
    String subject =
        first(template == null ? null : template.emailSubject(), null, "Your temporary password");
    String text =
        first(
            template == null ? null : template.emailMessage(),
            null,
            "Your username is {username} and temporary password is {####}.");
    mail(
        pool,
        email,
        subject,
        text.replace("{username}", user.username).replace("{####}", password));
  }

  private void mail(Pool pool, String to, String subject, String html) {
    EmailConfigurationType config = pool.type().emailConfiguration();
    if (config != null && config.emailSendingAccount() == EmailSendingAccountType.DEVELOPER) {
      String source =
          config.from() == null
              ? config.sourceArn().substring(config.sourceArn().lastIndexOf('/') + 1)
              : config.from();
      aws.client(SesClient.class, aws.service("cognito-idp.amazonaws.com", pool.type().arn()))
          .sendEmail(
              send ->
                  send.source(source)
                      .destination(destination -> destination.toAddresses(to))
                      .message(
                          message ->
                              message
                                  .subject(content -> content.data(subject).charset("UTF-8"))
                                  .body(
                                      body ->
                                          body.html(
                                              content -> content.data(html).charset("UTF-8")))));
      return;
    }
    try {
      URI server = aws.endpoints().get(Endpoints.Server.SMTP);
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", server.getHost());
      properties.setProperty("mail.smtp.port", String.valueOf(server.getPort()));
      properties.setProperty("mail.smtp.connectiontimeout", "5000");
      properties.setProperty("mail.smtp.timeout", "5000");
      MimeMessage message = new MimeMessage(Session.getInstance(properties));
      message.setFrom(new InternetAddress(SENDER));
      message.setRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to));
      message.setSubject(subject, "UTF-8");
      message.setText(html, "UTF-8", "html");
      Transport.send(message);
    } catch (IllegalStateException | MessagingException failure) {
      throw AwsError.of(
          CodeDeliveryFailureException.builder(),
          "CodeDeliveryFailureException",
          400,
          "The mail to " + mask(to) + " could not be sent: " + failure.getMessage());
    }
  }

  private static String first(@Nullable String one, @Nullable String other, String fallback) {
    return one != null ? one : other != null ? other : fallback;
  }

  private static CodeDeliveryDetailsType details(
      String attribute, DeliveryMediumType medium, String destination) {
    return CodeDeliveryDetailsType.builder()
        .attributeName(attribute)
        .deliveryMedium(medium)
        .destination(destination)
        .build();
  }

  private static String mask(String email) {
    int at = email.indexOf('@');
    return email.charAt(0) + "***@" + (at + 1 < email.length() ? email.charAt(at + 1) : "") + "***";
  }

  private static String tail(String phone) {
    return phone.length() > 4 ? phone.substring(phone.length() - 4) : phone;
  }
}
