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

  /** Every service embedded. */
  static Backends embedded() {
    return (service, account, region, embedded) -> embedded;
  }
}
