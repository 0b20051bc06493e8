package dev.rehearsal.cloud.inbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;

/** Reads a MIME message as its recipient's mail program would. */
final class MimeReader {

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder html = new StringBuilder();

  private MimeReader() {}

  static Message read(MimeMessage mime, String to) throws MessagingException {
    MimeReader reader = new MimeReader();
    try {
      reader.collect(mime);
    } catch (IOException unreadable) {
      throw new MessagingException("A mail to " + to + " could not be read.", unreadable);
    }
    String from =
        mime.getFrom() == null || mime.getFrom().length == 0
            ? ""
            : mime.getFrom()[0] instanceof InternetAddress address
                ? address.getAddress()
                : mime.getFrom()[0].toString();
    String subject = mime.getSubject() == null ? "" : mime.getSubject();
    String body = reader.text.isEmpty() ? reader.html.toString() : reader.text.toString();
    return new Message(
        Message.Channel.EMAIL,
        from,
        to,
        subject,
        body.strip(),
        reader.html.toString().strip(),
        Instant.now());
  }

  private void collect(Part part) throws MessagingException, IOException {
    if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
      return;
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart each = parts.getBodyPart(i);
        collect(each);
      }
    } else if (part.isMimeType("text/html")) {
      html.append(part.getContent());
    } else if (part.isMimeType("text/*")) {
      text.append(part.getContent());
    }
  }
}
