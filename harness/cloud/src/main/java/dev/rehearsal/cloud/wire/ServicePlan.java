package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.Operation;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How a service's operations travel. Operations are looked at when first asked for. */
final class ServicePlan {

  private final ServiceDefinition service;
  private final Protocol protocol;
  private final String targetPrefix;
  private final String version;
  private final Map<String, OperationPlan> plans = new ConcurrentHashMap<>();
  private volatile @Nullable RestRoutes routes;

  private ServicePlan(ServiceDefinition service) {
    this.service = service;
    OperationPlan sample = plan(service.operations().values().stream().findFirst().orElseThrow());
    this.protocol = protocol(sample);
    String identifier = sample.binding().operationIdentifier();
    int dot = identifier == null ? -1 : identifier.lastIndexOf('.');
    this.targetPrefix = dot < 0 ? "" : identifier.substring(0, dot);
    this.version = sample.binding().apiVersion() == null ? "" : sample.binding().apiVersion();
  }

  static ServicePlan of(ServiceDefinition service) {
    return new ServicePlan(service);
  }

  ServiceDefinition service() {
    return service;
  }

  /** The protocol that the SDK for Java speaks with it. */
  Protocol protocol() {
    return protocol;
  }

  /** What precedes the operation in an X-Amz-Target header; empty where there is none. */
  String targetPrefix() {
    return targetPrefix;
  }

  /** The API's version in a query; empty for other protocols. */
  String version() {
    return version;
  }

  /** The operation that AWS calls so. */
  Optional<OperationPlan> operation(String name) {
    Operation found = service.operations().get(name);
    if (found == null) {
      // The SDK spells some names in its own way: AddClientIdTo… for AddClientIDTo….
      found =
          service.operations().values().stream()
              .filter(each -> each.name().equalsIgnoreCase(name))
              .filter(each -> plan(each).wireName().equals(name))
              .findFirst()
              .orElse(null);
    }
    return Optional.ofNullable(found).map(this::plan);
  }

  /** The operations by address. */
  RestRoutes routes() {
    RestRoutes known = routes;
    if (known == null) {
      known = RestRoutes.of(service.operations().values().stream().map(this::plan).toList());
      routes = known;
    }
    return known;
  }

  private OperationPlan plan(Operation operation) {
    return plans.computeIfAbsent(operation.name(), any -> OperationPlan.of(operation));
  }

  /** The factory that a marshaller is made with tells the protocol. */
  private static Protocol protocol(OperationPlan sample) {
    try {
      for (Constructor<?> each :
          OperationPlan.marshaller(sample.operation()).getDeclaredConstructors()) {
        String factory = each.getParameterTypes()[0].getSimpleName();
        if (factory.contains("Xml")) {
          return Protocol.REST_XML;
        } else if (factory.contains("Query")) {
          return sample.operation().service().id().equals("ec2") ? Protocol.EC2 : Protocol.QUERY;
        } else if (factory.contains("Json")) {
          return sample.binding().operationIdentifier() == null
              ? Protocol.REST_JSON
              : Protocol.AWS_JSON;
        }
      }
    } catch (ClassNotFoundException unlike) {
      throw new IllegalStateException(unlike);
    }
    throw new IllegalStateException(
        "The protocol of " + sample.operation().service() + " is not one that is known here.");
  }
}
