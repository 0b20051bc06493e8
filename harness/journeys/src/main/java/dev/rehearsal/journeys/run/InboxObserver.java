package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.cloud.inbox.Message;
import dev.rehearsal.journeys.language.Check;
import dev.rehearsal.journeys.language.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks into a customer's inbox. */
record InboxObserver(Walk walk) {

  private static final int SHOWN = 5;

  /** So much of a text that came close is shown. */
  private static final int LONGEST = 300;

  /** What confirms a sign-up or a sign-in: nobody else may read it in a report. */
  private static final Pattern CODE = Pattern.compile("(?<![\\w.,-])\\d{6}(?![\\w-]|[.,]\\d)");

  Observation look(Expectation.Inbox expectation) {
    Customers.Customer customer = walk.customers().get(expectation.customer());
    List<Message> found = new ArrayList<>();
    List<String> near = new ArrayList<>();
    for (Message each : walk.stage().inbox().messages()) {
      if (each.received().isBefore(walk.started())) {
        continue;
      }
      boolean addressed = customer.isAt(each.to());
      if (addressed && fits(expectation, each)) {
        found.add(each);
      } else if (near.size() < SHOWN && (addressed || isStray(expectation, each))) {
        near.add(line(each) + text(expectation, each));
      }
    }
    String message =
        expectation.channel() == null
            ? "message"
            : expectation.channel().name().toLowerCase(Locale.ROOT) + " message";
    boolean holds = Observation.counts(found.size(), expectation.count());
    return new Observation(
        holds,
        Observation.wanted(message, "to " + customer.name(), expectation.count())
            + " <"
            + customer.address(expectation.channel() == Message.Channel.SMS)
            + ">"
            + said(" with subject ", expectation.subject())
            + said(" with text ", expectation.text()),
        found.size() + (found.size() == 1 ? " such message" : " such messages"),
        holds ? found.stream().limit(SHOWN).map(InboxObserver::line).toList() : near);
  }

  private boolean fits(Expectation.Inbox expectation, Message message) {
    return (expectation.channel() == null || expectation.channel() == message.channel())
        && holds(expectation.subject(), message.subject())
        && holds(expectation.text(), message.text());
  }

  /** A message of fitting content that went to somebody who is nobody's customer here. */
  private boolean isStray(Expectation.Inbox expectation, Message message) {
    boolean known = message.to().endsWith("@customers.example") || isOthersPhone(message);
    return (!known || walk.customers().at(message.to()).isPresent()) && fits(expectation, message);
  }

  private static boolean isOthersPhone(Message message) {
    return message.to().startsWith("+4915") && message.to().length() == 14;
  }

  private boolean holds(@Nullable Check check, String text) {
    return check == null || check.mismatch(TextNode.valueOf(text), walk).isEmpty();
  }

  private String said(String words, @Nullable Check check) {
    return check == null
        ? ""
        : check.mismatch(TextNode.valueOf(""), walk).map(what -> words + what).orElse("");
  }

  private static String line(Message message) {
    String text = message.subject().isEmpty() ? message.text() : message.subject();
    return message.channel().name().toLowerCase(Locale.ROOT)
        + " to "
        + message.to()
        + ": "
        + withoutCodes(text.lines().findFirst().orElse(""));
  }

  /** The text of a message with a subject, where a text was expected. */
  private static String text(Expectation.Inbox expectation, Message message) {
    if (expectation.text() == null || message.subject().isEmpty()) {
      return "";
    }
    String text = withoutCodes(message.text().replaceAll("\\s+", " ").strip());
    return ", with text: " + (text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text);
  }

  private static String withoutCodes(String text) {
    return CODE.matcher(text).replaceAll("******");
  }
}
