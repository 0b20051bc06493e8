package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.inbox.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says how far a confirmation came on its way to an inbox, from the hops of a journey. */
final class DeliveryChain {

  private record Link(String name, Predicate<Hop> is) {}

  private DeliveryChain() {}

  /** The facts about the first link that did not do its part; none where all did. */
  static List<Failure.Fact> facts(List<Hop> hops, Message.@Nullable Channel channel) {
    List<String> chain = new ArrayList<>();
    @Nullable Hop last = null;
    for (Link link : links(channel)) {
      List<Hop> all = hops.stream().filter(link.is()).toList();
      Optional<Hop> done = all.stream().filter(hop -> hop.error() == null).findFirst();
      if (done.isPresent()) {
        last = done.get();
        chain.add(link.name() + " [seen]");
        continue;
      }
      chain.add(link.name() + (all.isEmpty() ? " [missing]" : " [refused]"));
      String hop =
          all.isEmpty()
              ? link.name() + " is missing: no such call was made"
              : Hops.line(all.get(all.size() - 1));
      return List.of(
          new Failure.Fact("hop", hop),
          new Failure.Fact("last seen", last == null ? "nothing of this chain" : Hops.line(last)),
          new Failure.Fact("chain", String.join(", ", chain)));
    }
    return List.of(new Failure.Fact("chain", String.join(", ", chain)));
  }

  private static List<Link> links(Message.@Nullable Channel channel) {
    List<Link> links = new ArrayList<>();
    links.add(
        new Link(
            "outbox-relay -> sns",
            hop -> action(hop, "sns:Publish") && !named(hop.from(), "notifications")));
    links.add(
        new Link("sns -> sqs", hop -> action(hop, "sqs:SendMessage") && hop.from().equals("sns")));
    links.add(
        new Link(
            "sqs -> notifications",
            hop -> hop.kind() == Hop.Kind.INVOKE && named(hop.to(), "notifications")));
    if (channel == Message.Channel.SMS) {
      links.add(
          new Link(
              "notifications -> sns",
              hop -> action(hop, "sns:Publish") && named(hop.from(), "notifications")));
      links.add(new Link("sns -> inbox", hop -> hop.kind() == Hop.Kind.SMS));
    } else {
      links.add(
          new Link(
              "notifications -> ses",
              hop -> hop.kind() == Hop.Kind.AWS && hop.action().matches("ses(v2)?:Send.*Email")));
      links.add(new Link("ses -> inbox", hop -> hop.kind() == Hop.Kind.MAIL));
    }
    return links;
  }

  private static boolean action(Hop hop, String action) {
    return hop.kind() == Hop.Kind.AWS
        && (hop.action().equals(action) || hop.action().equals(action + "Batch"));
  }

  private static boolean named(String who, String function) {
    return who.endsWith(function);
  }
}
