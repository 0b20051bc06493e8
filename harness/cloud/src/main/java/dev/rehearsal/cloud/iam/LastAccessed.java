package dev.rehearsal.cloud.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.TrackedActionLastAccessed;

/** What roles and users did of what they may do, as the ledger knows it. Thread-safe. */
final class LastAccessed {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Access(Instant time, String region) {}

  private final Store store;
  private final Surroundings aws;
  private final Map<String, GetServiceLastAccessedDetailsResponse> jobs = new ConcurrentHashMap<>();

  LastAccessed(Store store) {
    this.store = store;
    this.aws = store.aws();
  }

  GenerateServiceLastAccessedDetailsResponse generate(
      GenerateServiceLastAccessedDetailsRequest request) {
    IdentityPolicies held = held(request.arn());
    boolean actions =
        AccessAdvisorUsageGranularityType.ACTION_LEVEL
            .toString()
            .equals(request.granularityAsString());
    Map<String, Access> seen = seen(held.arn());
    List<ServiceLastAccessed> services = new ArrayList<>();
    allowed(held)
        .forEach(
            (service, names) -> services.add(service(held.arn(), service, names, seen, actions)));
    String job = aws.ids().uuid();
    Instant now = aws.clock().instant();
    jobs.put(
        job,
        GetServiceLastAccessedDetailsResponse.builder()
            .jobStatus(JobStatusType.COMPLETED)
            .jobType(
                actions
                    ? AccessAdvisorUsageGranularityType.ACTION_LEVEL
                    : AccessAdvisorUsageGranularityType.SERVICE_LEVEL)
            .jobCreationDate(now)
            .jobCompletionDate(now)
            .servicesLastAccessed(services)
            .build());
    return GenerateServiceLastAccessedDetailsResponse.builder().jobId(job).build();
  }

  GetServiceLastAccessedDetailsResponse get(GetServiceLastAccessedDetailsRequest request) {
    GetServiceLastAccessedDetailsResponse job =
        request.jobId() == null ? null : jobs.get(request.jobId());
    if (job == null) {
      throw IamErrors.noSuchEntity("The job " + request.jobId() + " cannot be found.");
    }
    Pages<ServiceLastAccessed> page =
        Pages.of(job.servicesLastAccessed(), request.marker(), request.maxItems(), each -> each);
    return job.toBuilder()
        .servicesLastAccessed(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static ServiceLastAccessed service(
      String arn, String service, TreeSet<String> names, Map<String, Access> seen, boolean all) {
    ServiceLastAccessed.Builder details =
        ServiceLastAccessed.builder()
            .serviceName(service)
            .serviceNamespace(service)
            .totalAuthenticatedEntities(0);
    seen.entrySet().stream()
        .filter(each -> each.getKey().startsWith(service + ":"))
        .map(Map.Entry::getValue)
        .reduce(LastAccessed::later)
        .ifPresent(
            last ->
                details
                    .lastAuthenticated(last.time())
                    .lastAuthenticatedRegion(last.region())
                    .lastAuthenticatedEntity(arn)
                    .totalAuthenticatedEntities(1));
    if (all) {
      List<TrackedActionLastAccessed> tracked = new ArrayList<>();
      for (String name : names) {
        Access last = seen.get(service + ":" + name);
        TrackedActionLastAccessed.Builder action =
            TrackedActionLastAccessed.builder().actionName(name);
        if (last != null) {
          action
              .lastAccessedTime(last.time())
              .lastAccessedRegion(last.region())
              .lastAccessedEntity(arn);
        }
        tracked.add(action.build());
      }
      details.trackedActionsLastAccessed(tracked);
    }
    return details.build();
  }

  /** Which actions a role or user asked for, refused ones included, and when last. */
  private Map<String, Access> seen(String arn) {
    Map<String, Access> seen = new HashMap<>();
    for (Hop hop : aws.history().after(0).hops()) {
      if (hop.kind() == Hop.Kind.AWS && isOf(arn, hop.facts().getOrDefault("caller", ""))) {
        Access access = new Access(hop.start(), hop.facts().getOrDefault("region", ""));
        actions(hop).forEach(action -> seen.merge(action, access, LastAccessed::later));
      }
    }
    return seen;
  }

  /** The permissions that a call needed; its own name where nobody authorised it. */
  private static Stream<String> actions(Hop hop) {
    String needs = hop.facts().getOrDefault("needs", "");
    String denied = hop.facts().getOrDefault("denied", "");
    return needs.isEmpty() && denied.isEmpty()
        ? Stream.of(hop.action())
        : Stream.concat(needs.lines(), denied.lines())
            .map(line -> line.substring(0, (line + " ").indexOf(' ')));
  }

  private static boolean isOf(String arn, String caller) {
    String role = arn.substring(arn.lastIndexOf('/') + 1);
    return caller.equals(arn)
        || (arn.contains(":role/") && caller.contains(":assumed-role/" + role + "/"));
  }

  private static Access later(Access one, Access other) {
    return one.time().isBefore(other.time()) ? other : one;
  }

  /** The services that policies allow something of, each with the actions they name in full. */
  private static Map<String, TreeSet<String>> allowed(IdentityPolicies held) {
    Map<String, TreeSet<String>> services = new TreeMap<>();
    for (IdentityPolicies.Policy policy : held.policies()) {
      JsonNode statements = read(policy).path("Statement");
      for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
        if (!statement.path("Effect").asText().equals("Allow")) {
          continue;
        }
        JsonNode actions = statement.path("Action");
        if (actions.isMissingNode()) {
          everything(services);
        }
        for (JsonNode action : actions.isArray() ? actions : List.of(actions)) {
          add(action.asText(), services);
        }
      }
    }
    return services;
  }

  private static void add(String action, Map<String, TreeSet<String>> services) {
    int colon = action.indexOf(':');
    if (action.equals("*")) {
      everything(services);
    } else if (colon > 0) {
      TreeSet<String> names =
          services.computeIfAbsent(action.substring(0, colon), any -> new TreeSet<>());
      String name = action.substring(colon + 1);
      if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
        names.add(name);
      }
    }
  }

  private static void everything(Map<String, TreeSet<String>> services) {
    ServiceCatalog.all()
        .forEach(service -> services.computeIfAbsent(service.id(), any -> new TreeSet<>()));
  }

  private static JsonNode read(IdentityPolicies.Policy policy) {
    try {
      return JSON.readTree(policy.document());
    } catch (JsonProcessingException checkedBefore) {
      throw new IllegalStateException(policy.name() + " is no JSON.", checkedBefore);
    }
  }

  private IdentityPolicies held(@Nullable String arn) {
    Optional<IdentityPolicies> held =
        IdentityPolicies.withArn(store, arn, List.of(Kind.ROLE, Kind.USER));
    if (held.isPresent()) {
      return held.get();
    }
    if (String.valueOf(arn).matches("arn:aws:iam::[\\w]*:(group|policy)/.*")) {
      throw AwsError.of(
          "NotImplemented",
          501,
          "The embedded IAM tells last accessed services of roles and users, not of " + arn + ".");
    }
    throw IamErrors.noSuchEntity("The entity " + arn + " cannot be found.");
  }
}
