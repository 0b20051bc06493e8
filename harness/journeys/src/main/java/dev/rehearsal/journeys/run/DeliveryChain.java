package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.inbox.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says how far a confirmation came on its way to an inbox, from the hops of a journey. */
final class DeliveryChain {

  private record Link(String name, Predicate<Hop> is) {}

  private DeliveryChain() {}

  /** Tells of the first link that did not do its part; only the chain's way where all did. */
  static void tell(Failure.Builder failure, List<Hop> hops, Message.@Nullable Channel channel) {
    List<String> chain = new ArrayList<>();
    @Nullable Hop last = null;
    List<Link> links = links(channel);
    for (Link link : links) {
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
      failure
          .fact("hop", hop)
          .fact("last seen", last == null ? "nothing of this chain" : Hops.line(last))
          .deviation(
              missing(links.subList(links.indexOf(link) + (all.isEmpty() ? 0 : 1), links.size())));
      break;
    }
    failure.fact("chain", String.join(", ", chain));
  }

  /** All links from the first that is missing on, each of which had to follow all that happened. */
  private static Deviation missing(List<Link> links) {
    List<Deviation.Missing> missing = new ArrayList<>();
    for (Link link : links) {
      String[] ends = link.name().split(" -> ", -1);
      missing.add(new Deviation.Missing(ends[0], ends[1], "", null));
    }
    return new Deviation(missing, Set.of());
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
