package dev.rehearsal.cloud;

import software.amazon.awssdk.core.SdkClient;

/**
 * Decides what answers a service's calls: the embedded service, or a client of another emulator.
 */
@FunctionalInterface
public interface Backends {

  /**
   * The client that answers for a service of an account and region. Called for every call: fast.
   *
   * @param embedded the embedded service of that account and region
   */
  SdkClient choose(ServiceDefinition service, String account, String region, SdkClient embedded);

  /**
   * Who knows the policies and the keys behind a service's resources: what it knows, it says by
   * implementing {@link dev.rehearsal.cloud.call.ResourcePolicies} and the like.
   *
   * @param embedded the embedded service of that account and region
   */
  default Object keeper(
      ServiceDefinition service, String account, String region, SdkClient embedded) {
    return choose(service, account, region, embedded);
  }

  /** Every service embedded. */
  static Backends embedded() {
    return (service, account, region, embedded) -> embedded;
  }
}
