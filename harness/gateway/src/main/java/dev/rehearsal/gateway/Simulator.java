package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.IdentityPolicies;
import dev.rehearsal.cloud.iam.PolicySimulator;
import dev.rehearsal.gateway.iam.Decision;
import dev.rehearsal.gateway.iam.Evaluator;
import dev.rehearsal.gateway.iam.Policy;
import dev.rehearsal.gateway.iam.Principal;
import dev.rehearsal.gateway.iam.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides simulated calls with the evaluator that decides real ones. */
public final class Simulator implements PolicySimulator {

  private final AccessLog log;

  /** A simulator of nothing but simulations. */
  public Simulator() {
    this(new AccessLog());
  }

  /**
   * Makes a simulator.
   *
   * @param log told of what was really asked for
   */
  public Simulator(AccessLog log) {
    this.log = log;
  }

  @Override
  public Answer decide(Caller caller, Question asked) {
    Answer answer = decide(asked);
    log.note(
        caller,
        asked.action(),
        asked.resource(),
        answer.decision().equals("allowed") ? "" : answer.decision());
    return answer;
  }

  @Override
  public Answer decide(Question asked) {
    RequestContext context = new RequestContext();
    asked.context().forEach(context::put);
    Evaluator.Request request =
        new Evaluator.Request(
            principal(asked), asked.action(), asked.resource(), asked.resourceAccount(), context);
    List<Policy> identity = asked.identity().stream().map(Simulator::parse).toList();
    @Nullable Policy boundary = asked.boundary() == null ? null : parse(asked.boundary());
    @Nullable Policy resource =
        asked.resourcePolicy() == null
            ? null
            : Policy.parse("ResourcePolicy", asked.resourcePolicy());
    Decision decision =
        Evaluator.decide(
            request, new Evaluator.Policies(identity, boundary, null, resource, false));
    boolean byBoundary =
        boundary == null
            || Evaluator.decide(
                    request, new Evaluator.Policies(List.of(boundary), null, null, null, false))
                .allowed();
    String word =
        switch (decision.outcome()) {
          case ALLOWED -> "allowed";
          case EXPLICIT_DENY -> "explicitDeny";
          case IMPLICIT_DENY -> "implicitDeny";
        };
    return new Answer(word, decision.policy(), byBoundary, List.copyOf(context.missing()));
  }

  private static Principal principal(Question asked) {
    String arn = asked.principal();
    if (!arn.startsWith("arn:")) {
      return new Principal(Principal.Type.SERVICE, asked.account(), arn, null);
    }
    int role = arn.indexOf(":role/");
    if (role < 0) {
      return new Principal(Principal.Type.USER, asked.account(), arn, null);
    }
    String session =
        "arn:aws:sts::"
            + asked.account()
            + ":assumed-role/"
            + arn.substring(arn.lastIndexOf('/') + 1)
            + "/simulated";
    return new Principal(Principal.Type.ROLE_SESSION, asked.account(), session, arn);
  }

  private static Policy parse(IdentityPolicies.Policy policy) {
    return Policy.parse(policy.arn() == null ? policy.name() : policy.arn(), policy.document());
  }
}
