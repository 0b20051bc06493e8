package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.inbox.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says how far a confirmation came on its way to an inbox, from the hops of a journey. */
final class DeliveryChain {

  /**
   * A link.
   *
   * @param is whether a hop is this link's
   * @param poll what a poller must be allowed first, with no customer's correlation id; empty where
   *     nothing polls
   */
  private record Link(String name, Predicate<Hop> is, String poll) {
    Link(String name, Predicate<Hop> is) {
      this(name, is, "");
    }
  }

  private final Message.@Nullable Channel channel;
  private final Customers.Customer customer;

  /**
   * @param channel how it was to come; null for either way
   * @param customer whom it was to reach
   */
  DeliveryChain(Message.@Nullable Channel channel, Customers.Customer customer) {
    this.channel = channel;
    this.customer = customer;
  }

  /**
   * Tells of the first link that is missing, was refused or led elsewhere, and how far the message
   * came; only the latter where all links did their part.
   *
   * @param hops what the journey caused
   * @param refusals what was refused meanwhile, whoever caused it
   */
  void tell(Failure.Builder failure, List<Hop> hops, List<Hop> refusals) {
    List<String> chain = new ArrayList<>();
    @Nullable Hop last = null;
    List<Link> links = links();
    for (Link link : links) {
      @Nullable Hop before = last;
      List<Hop> all = hops.stream().filter(link.is()).toList();
      if (all.isEmpty()) {
        all = refusals.stream().filter(refusal -> keeps(refusal, link, before)).toList();
      }
      Optional<Hop> done =
          all.stream().filter(hop -> hop.error() == null && !isAstray(hop)).findFirst();
      if (done.isEmpty()) {
        // The first: what follows, such as the way to a dead-letter queue, follows from it.
        @Nullable Hop wrong = all.isEmpty() ? null : all.get(0);
        chain.add(link.name() + (wrong == null ? " [missing]" : " [" + fault(wrong) + "]"));
        failure
            .fact("hop", said(link, wrong))
            .fact("last seen", last == null ? "nothing of this chain" : Hops.line(last))
            .deviation(
                missing(
                    links.subList(links.indexOf(link) + (wrong == null ? 0 : 1), links.size())));
        break;
      }
      last = done.get();
      chain.add(link.name() + " [seen]");
    }
    failure.fact("chain", String.join(", ", chain));
  }

  /** Whether a refused poll keeps a message where its last hop brought it. */
  private static boolean keeps(Hop refusal, Link link, @Nullable Hop last) {
    return refusal.action().equals(link.poll())
        && (last == null || Objects.equals(refusal.resource(), last.resource()));
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

  private static String fault(Hop hop) {
    return hop.error() == null ? "unexpected" : "refused";
  }

  private String said(Link link, @Nullable Hop wrong) {
    if (wrong == null) {
      return link.name() + " is missing: no such call was made";
    }
    return wrong.error() == null
        ? link.name()
            + " is unexpected: it went to "
            + wrong.resource()
            + " instead of "
            + customer.name()
            + " <"
            + customer.address(wrong.kind() == Hop.Kind.SMS)
            + ">"
        : Hops.line(wrong);
  }

  /** Whether a message reached somebody else's inbox. */
  private boolean isAstray(Hop hop) {
    boolean delivered = hop.kind() == Hop.Kind.MAIL || hop.kind() == Hop.Kind.SMS;
    return delivered && !customer.isAt(String.valueOf(hop.resource()));
  }

  private List<Link> links() {
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
            hop -> hop.kind() == Hop.Kind.INVOKE && named(hop.to(), "notifications"),
            "sqs:ReceiveMessage"));
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
