package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryDecisionDetail;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.Statement;

/** Asks what policies would allow. Condition keys are those of the request, and no others. */
final class Simulations {

  private final Store store;
  private final Surroundings aws;

  Simulations(Store store) {
    this.store = store;
    this.aws = store.aws();
  }

  SimulatePrincipalPolicyResponse principal(SimulatePrincipalPolicyRequest request) {
    IdentityPolicies held = held(request.policySourceArn());
    List<IdentityPolicies.Policy> all = new ArrayList<>(held.policies());
    all.addAll(inputs("PolicyInputList", request.policyInputList()));
    List<IdentityPolicies.Policy> boundaries =
        inputs("PermissionsBoundaryPolicyInputList", request.permissionsBoundaryPolicyInputList());
    List<EvaluationResult> results =
        results(
            new Asked(
                request.callerArn() == null ? held.arn() : request.callerArn(),
                all,
                boundaries.isEmpty() ? held.boundary() : boundaries.get(0),
                request.resourcePolicy(),
                request.resourceOwner(),
                request.actionNames(),
                request.resourceArns(),
                request.contextEntries()));
    Pages<EvaluationResult> page =
        Pages.of(results, request.marker(), request.maxItems(), each -> each);
    return SimulatePrincipalPolicyResponse.builder()
        .evaluationResults(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  SimulateCustomPolicyResponse custom(SimulateCustomPolicyRequest request) {
    if (request.policyInputList().isEmpty()) {
      throw IamErrors.invalid("PolicyInputList must have at least one policy.");
    }
    if (request.resourcePolicy() != null && request.callerArn() == null) {
      throw IamErrors.invalid("CallerArn is required where there is a ResourcePolicy.");
    }
    List<IdentityPolicies.Policy> boundaries =
        inputs("PermissionsBoundaryPolicyInputList", request.permissionsBoundaryPolicyInputList());
    List<EvaluationResult> results =
        results(
            new Asked(
                request.callerArn() == null
                    ? "arn:aws:iam::" + aws.account() + ":user/simulated"
                    : request.callerArn(),
                inputs("PolicyInputList", request.policyInputList()),
                boundaries.isEmpty() ? null : boundaries.get(0),
                request.resourcePolicy(),
                request.resourceOwner(),
                request.actionNames(),
                request.resourceArns(),
                request.contextEntries()));
    Pages<EvaluationResult> page =
        Pages.of(results, request.marker(), request.maxItems(), each -> each);
    return SimulateCustomPolicyResponse.builder()
        .evaluationResults(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private record Asked(
      String principal,
      List<IdentityPolicies.Policy> identity,
      IdentityPolicies.@Nullable Policy boundary,
      @Nullable String resourcePolicy,
      @Nullable String resourceOwner,
      List<String> actions,
      List<String> resources,
      List<ContextEntry> context) {}

  private List<EvaluationResult> results(Asked asked) {
    if (asked.actions().isEmpty()) {
      throw IamErrors.invalid("ActionNames must have at least one action.");
    }
    Map<String, List<String>> context = new LinkedHashMap<>();
    asked.context().forEach(each -> context.put(each.contextKeyName(), each.contextKeyValues()));
    List<EvaluationResult> results = new ArrayList<>();
    for (String action : asked.actions()) {
      if (!action.matches("[a-z0-9-]+:[A-Za-z0-9]+")) {
        throw IamErrors.invalid("Invalid Action Name: " + action);
      }
      for (String resource : asked.resources().isEmpty() ? List.of("*") : asked.resources()) {
        results.add(result(asked, action, resource, context));
      }
    }
    return results;
  }

  private EvaluationResult result(
      Asked asked, String action, String resource, Map<String, List<String>> context) {
    PolicySimulator.Answer answer;
    try {
      answer =
          aws.simulator()
              .decide(
                  new PolicySimulator.Question(
                      asked.principal(),
                      aws.account(),
                      asked.identity(),
                      asked.boundary(),
                      asked.resourcePolicy(),
                      action,
                      resource,
                      account(asked.resourceOwner()).orElseGet(() -> owner(resource)),
                      context));
    } catch (IllegalArgumentException malformed) {
      throw IamErrors.invalid(String.valueOf(malformed.getMessage()));
    }
    EvaluationResult.Builder result =
        EvaluationResult.builder()
            .evalActionName(action)
            .evalResourceName(resource)
            .evalDecision(answer.decision())
            .matchedStatements(
                answer.policy() == null
                    ? List.of()
                    : List.of(
                        Statement.builder()
                            .sourcePolicyId(answer.policy())
                            .sourcePolicyType("IAM Policy")
                            .build()))
            .missingContextValues(answer.missing());
    if (asked.boundary() != null) {
      result.permissionsBoundaryDecisionDetail(
          PermissionsBoundaryDecisionDetail.builder()
              .allowedByPermissionsBoundary(answer.byBoundary())
              .build());
    }
    return result.build();
  }

  private IdentityPolicies held(@Nullable String arn) {
    return IdentityPolicies.withArn(store, arn, List.of(Kind.values()))
        .orElseThrow(() -> IamErrors.noSuchEntity("The entity " + arn + " cannot be found."));
  }

  private static List<IdentityPolicies.Policy> inputs(String name, List<String> documents) {
    List<IdentityPolicies.Policy> policies = new ArrayList<>();
    for (String document : documents) {
      policies.add(new IdentityPolicies.Policy(name + "." + (policies.size() + 1), null, document));
    }
    return policies;
  }

  private String owner(String resource) {
    return account(resource).orElseGet(aws::account);
  }

  /** The account of an ARN; an account stands for itself. */
  private static Optional<String> account(@Nullable String arn) {
    if (arn == null) {
      return Optional.empty();
    }
    String[] parts = arn.split(":", 6);
    String account = parts.length > 4 ? parts[4] : arn;
    return account.matches("\\d{12}") ? Optional.of(account) : Optional.empty();
  }
}
