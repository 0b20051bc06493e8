package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.cloud.inbox.Message;
import dev.rehearsal.journeys.language.Check;
import dev.rehearsal.journeys.language.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks into a customer's inbox. */
record InboxObserver(Walk walk) {

  private static final int SHOWN = 5;

  Observation look(Expectation.Inbox expectation) {
    Customers.Customer customer = walk.customers().get(expectation.customer());
    List<Message> found = new ArrayList<>();
    List<String> near = new ArrayList<>();
    for (Message message : walk.stage().inbox().messages()) {
      if (message.received().isBefore(walk.started())) {
        continue;
      }
      boolean addressed = customer.isAt(message.to());
      if (addressed && fits(expectation, message)) {
        found.add(message);
      } else if (near.size() < SHOWN && (addressed || isStray(expectation, message))) {
        near.add(line(message));
      }
    }
    String channel =
        expectation.channel() == null
            ? "messages"
            : expectation.channel().name().toLowerCase(Locale.ROOT) + " messages";
    boolean holds = Observation.counts(found.size(), expectation.count());
    return new Observation(
        holds,
        Observation.wanted(channel, expectation.count())
            + " to "
            + customer.name()
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
        + text.lines().findFirst().orElse("");
  }
}
