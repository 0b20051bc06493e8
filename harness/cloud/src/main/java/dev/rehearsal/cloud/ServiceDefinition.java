package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.Operation;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;

/**
 * An AWS service that the embedded AWS serves.
 *
 * @param id the service's prefix in IAM actions and in the ledger, for example {@code sns}
 * @param signingName the service name in a SigV4 credential scope, for example {@code monitoring}
 * @param client the SDK's synchronous client interface
 * @param scope whether each region has its own instance
 * @param factory makes the instance of one account and region
 */
public record ServiceDefinition(
    String id,
    String signingName,
    Class<? extends SdkClient> client,
    Scope scope,
    Function<Surroundings, SdkClient> factory) {

  /** How far one instance of a service reaches. */
  public enum Scope {
    REGIONAL,
    GLOBAL
  }

  /**
   * Defines a service.
   *
   * @param <C> the SDK's client interface
   */
  public static <C extends SdkClient> ServiceDefinition of(
      String id,
      String signingName,
      Class<C> client,
      Scope scope,
      Function<Surroundings, ? extends C> factory) {
    return new ServiceDefinition(id, signingName, client, scope, factory::apply);
  }

  /** The service's operations by AWS's own name. */
  public Map<String, Operation> operations() {
    return Operations.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServiceDefinition that && client.equals(that.client);
  }

  @Override
  public int hashCode() {
    return client.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
