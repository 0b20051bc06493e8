package dev.rehearsal.cloud.ses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.inbox.MailInbox;
import dev.rehearsal.cloud.inbox.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;

class SesTest {

  private static final String SHOP = "shop@shop.example";
  private static final String ADA = "ada@customer.example";

  @TempDir Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private Cloud cloud;
  private MailInbox inbox;
  private SesClient ses;
  private SesV2Client sesV2;

  @BeforeEach
  void start() {
    inbox = MailInbox.start(hops::add);
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).inbox(inbox).build();
    inbox.announce(cloud.endpoints());
    Caller root = new Caller.Root("000000000000", null);
    ses = cloud.client(SesClient.class, root, "eu-west-1");
    sesV2 = cloud.client(SesV2Client.class, root, "eu-west-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
    inbox.close();
  }

  private Message received() {
    Awaitility.await().until(() -> !inbox.messages(ADA).isEmpty());
    return inbox.messages(ADA).get(0);
  }

  @Test
  void aMailFromAVerifiedDomainArrivesWithItsTrace() {
    ses.verifyDomainIdentity(v -> v.domain("shop.example"));
    try (Trace.Scope scope = new Trace("1-journey-9", null).open()) {
      ses.sendEmail(
          m ->
              m.source("The Shop <" + SHOP + ">")
                  .destination(d -> d.toAddresses(ADA))
                  .message(
                      b ->
                          b.subject(s -> s.data("Thänk you"))
                              .body(
                                  y ->
                                      y.text(t -> t.data("plain ü"))
                                          .html(h -> h.data("<p>rich</p>")))));
    }
    Message message = received();
    assertEquals(SHOP, message.from());
    assertEquals("Thänk you", message.subject());
    assertEquals("plain ü", message.text());
    assertEquals("<p>rich</p>", message.html());
    Awaitility.await().until(() -> !hops.isEmpty());
    assertEquals(Hop.Kind.MAIL, hops.get(0).kind());
    assertEquals("1-journey-9", hops.get(0).trace().root());
  }

  @Test
  void anUnverifiedSenderIsRejected() {
    String message =
        assertThrows(
                MessageRejectedException.class,
                () ->
                    sesV2.sendEmail(
                        m ->
                            m.fromEmailAddress(SHOP)
                                .destination(d -> d.toAddresses(ADA))
                                .content(
                                    c ->
                                        c.simple(
                                            s ->
                                                s.subject(x -> x.data("x"))
                                                    .body(b -> b.text(t -> t.data("x")))))))
            .awsErrorDetails()
            .errorMessage();
    assertTrue(message.contains("EU-WEST-1: " + SHOP), message);
  }

  @Test
  void aTemplateIsFilledIn() {
    sesV2.createEmailIdentity(i -> i.emailIdentity(SHOP));
    ses.createTemplate(
        t ->
            t.template(
                x ->
                    x.templateName("order")
                        .subjectPart("Order {{id}}")
                        .htmlPart("<b>{{name}}</b>")));
    sesV2.sendEmail(
        m ->
            m.fromEmailAddress(SHOP)
                .destination(d -> d.toAddresses(ADA))
                .content(
                    c ->
                        c.template(
                            t ->
                                t.templateName("order")
                                    .templateData("{\"id\":7,\"name\":\"<Ada>\"}"))));
    assertEquals("Order 7", received().subject());
    assertEquals("<b>&lt;Ada&gt;</b>", received().html());
  }

  @Test
  void aRawMessageIsSentToItsHeadersRecipients() {
    ses.verifyEmailIdentity(v -> v.emailAddress(SHOP));
    String raw = "From: " + SHOP + "\r\nTo: " + ADA + "\r\nSubject: Raw\r\n\r\nHello\r\n";
    ses.sendRawEmail(m -> m.rawMessage(r -> r.data(SdkBytes.fromUtf8String(raw))));
    assertEquals("Raw", received().subject());
    assertEquals("Hello", received().text());
  }

  @Test
  void whatIsMissingIsNotFound() {
    assertThrows(
        NotFoundException.class,
        () -> sesV2.getEmailIdentity(g -> g.emailIdentity("none.example")));
  }
}
