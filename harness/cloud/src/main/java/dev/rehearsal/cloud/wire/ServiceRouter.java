package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.http.HttpRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells which service a request is for, and in which protocol it speaks. */
final class ServiceRouter {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final List<ServiceDefinition> services;
  private final Map<String, ServicePlan> plans = new ConcurrentHashMap<>();
  private final Map<String, ServicePlan> byTarget = new ConcurrentHashMap<>();

  ServiceRouter(List<ServiceDefinition> services) {
    this.services = services;
  }

  /**
   * What a request is for.
   *
   * @param service the service, or null where nothing in the request tells it
   * @param protocol the protocol the client speaks
   */
  record Target(@Nullable ServicePlan service, Protocol protocol) {}

  Target route(HttpRequest request, Query query, @Nullable Signature signature) {
    String target = request.header("x-amz-target").orElse(null);
    if (target != null) {
      String prefix = target.substring(0, Math.max(0, target.lastIndexOf('.')));
      return new Target(byTarget(prefix, signature), Protocol.AWS_JSON);
    }
    if (request.header("smithy-protocol").orElse("").equals("rpc-v2-cbor")) {
      String[] parts = UriTemplate.parts(request.path());
      return new Target(parts.length < 2 ? null : byTarget(parts[1], signature), Protocol.CBOR);
    }
    ServicePlan service = signature == null ? null : bySigningName(signature.service(), request);
    if (service == null) {
      service = byHost(request);
    }
    boolean form = isForm(request) || query.has("Action");
    if (service == null && form) {
      return new Target(null, Protocol.QUERY);
    }
    if (service == null) {
      ServicePlan s3 = plan("s3");
      return new Target(s3, Protocol.REST_XML);
    }
    Protocol protocol = service.protocol();
    boolean queryToo = protocol == Protocol.AWS_JSON && form;
    return new Target(service, queryToo ? Protocol.QUERY : protocol);
  }

  static boolean isForm(HttpRequest request) {
    return request.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith(FORM);
  }

  /** The service whose query API has this version; null where there is none. */
  @Nullable ServicePlan byVersion(@Nullable String version) {
    if ("2012-11-05".equals(version)) {
      return plan("sqs");
    }
    for (ServiceDefinition each : services) {
      ServicePlan plan = plan(each);
      if (!plan.version().isEmpty() && plan.version().equals(version)) {
        return plan;
      }
    }
    return null;
  }

  ServicePlan plan(String id) {
    for (ServiceDefinition each : services) {
      if (each.id().equals(id)) {
        return plan(each);
      }
    }
    throw new IllegalArgumentException(id + " is not a service of the catalogue.");
  }

  private ServicePlan plan(ServiceDefinition service) {
    ServicePlan known = plans.get(service.id());
    if (known == null) {
      known = plans.computeIfAbsent(service.id(), any -> ServicePlan.of(service));
    }
    return known;
  }

  /** The services of the signature's name come first: to ask them all loads classes of them all. */
  private @Nullable ServicePlan byTarget(String prefix, @Nullable Signature signature) {
    ServicePlan known = byTarget.get(prefix);
    if (known != null) {
      return known;
    }
    if (prefix.equals("GraniteServiceVersion20100801")) {
      return plan("cloudwatch");
    }
    String signed = signature == null ? "" : signature.service();
    ServicePlan found =
        services.stream()
            .sorted(Comparator.comparing(each -> !each.signingName().equals(signed)))
            .map(this::plan)
            .filter(plan -> !prefix.isEmpty() && plan.targetPrefix().equals(prefix))
            .findFirst()
            .orElse(null);
    if (found != null) {
      byTarget.put(prefix, found);
    }
    return found;
  }

  private @Nullable ServicePlan bySigningName(String name, HttpRequest request) {
    if (name.equals("s3")) {
      boolean control =
          request.path().startsWith("/v20180820/")
              || request.header("host").orElse("").contains("s3-control");
      return plan(control ? "s3control" : "s3");
    }
    if (name.equals("ses") || name.equals("email")) {
      return plan(request.path().startsWith("/v2/") ? "sesv2" : "ses");
    }
    for (ServiceDefinition each : services) {
      if (each.signingName().equals(name)) {
        return plan(each);
      }
    }
    return null;
  }

  private @Nullable ServicePlan byHost(HttpRequest request) {
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    int dot = host.indexOf('.');
    String label = dot < 0 ? "" : host.substring(0, dot);
    return ALIASES.containsKey(label)
        ? bySigningName(ALIASES.get(label), request)
        : label.isEmpty() || label.equals("s3") ? null : bySigningName(label, request);
  }

  private static final Map<String, String> ALIASES = aliases();

  private static Map<String, String> aliases() {
    Map<String, String> aliases = new HashMap<>();
    aliases.put("email", "ses");
    aliases.put("queue", "sqs");
    aliases.put("cloudfront", "cloudfront");
    return aliases;
  }
}
