package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.HttpRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/** Finds the operation of a REST service by method, address and what a request carries. */
final class RestRoutes {

  private final Map<String, List<OperationPlan>> byMethod;

  /**
   * An operation found.
   *
   * @param plan the operation
   * @param labels the values of the address's labels
   */
  record Match(OperationPlan plan, Map<String, String> labels) {}

  private RestRoutes(Map<String, List<OperationPlan>> byMethod) {
    this.byMethod = byMethod;
  }

  static RestRoutes of(List<OperationPlan> plans) {
    Comparator<OperationPlan> bestFirst =
        Comparator.<OperationPlan>comparingInt(plan -> plan.template().literals())
            .reversed()
            .thenComparing(plan -> plan.operation().name());
    return new RestRoutes(
        plans.stream()
            .sorted(bestFirst)
            .collect(
                Collectors.groupingBy(
                    plan -> plan.binding().httpMethod().name(),
                    HashMap::new,
                    Collectors.toList())));
  }

  /**
   * Finds the operation that fits best: the most literal address, then the most of its required
   * members present. Operations that share an address are told apart by those alone.
   */
  Optional<Match> match(String path, Query query, HttpRequest request) {
    String[] parts = UriTemplate.parts(path);
    Match best = null;
    for (OperationPlan plan : byMethod.getOrDefault(request.method(), List.of())) {
      if (best != null && plan.template().literals() < best.plan().template().literals()) {
        break;
      }
      if (!plan.template().accepts(query)) {
        continue;
      }
      Map<String, String> labels = plan.template().match(parts);
      if (labels != null
          && carriesRequired(plan, query, request)
          && (best == null || plan.required().size() > best.plan().required().size())) {
        best = new Match(plan, labels);
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean carriesRequired(OperationPlan plan, Query query, HttpRequest request) {
    for (Member member : plan.required()) {
      boolean there =
          member.location() == MarshallLocation.QUERY_PARAM
              ? query.has(member.name())
              : request.headers().contains(member.name());
      if (!there) {
        return false;
      }
    }
    return true;
  }
}
