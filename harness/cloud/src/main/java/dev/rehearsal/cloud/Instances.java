package dev.rehearsal.cloud;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkClient;

/** The embedded services: one instance per account and region, made on first use. */
final class Instances {

  static final String GLOBAL_REGION = "us-east-1";

  private record Place(Class<?> client, String account, String region) {}

  private final Map<Place, SdkClient> made = new ConcurrentHashMap<>();
  private final BiFunction<String, String, Surroundings> surroundings;

  Instances(BiFunction<String, String, Surroundings> surroundings) {
    this.surroundings = surroundings;
  }

  SdkClient get(ServiceDefinition service, String account, String region) {
    String home = service.scope() == ServiceDefinition.Scope.GLOBAL ? GLOBAL_REGION : region;
    Place place = new Place(service.client(), account, home);
    SdkClient known = made.get(place);
    return known != null
        ? known
        : made.computeIfAbsent(
            place, any -> service.factory().apply(surroundings.apply(account, home)));
  }

  /** Closes and forgets every instance. */
  void clear() {
    made.values().forEach(SdkClient::close);
    made.clear();
  }
}
