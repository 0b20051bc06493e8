package dev.rehearsal.cloud.call;

import dev.rehearsal.cloud.ServiceDefinition;
import java.lang.reflect.Method;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * One operation of one service, found by reflection on the SDK's client interface.
 *
 * @param service the service it belongs to
 * @param name AWS's own name, for example {@code PublishBatch}
 * @param method the client interface's method that takes the request value
 * @param requestType the request's class
 * @param responseType the response's class
 * @param body whether a stream travels with the request or with the response
 */
public record Operation(
    ServiceDefinition service,
    String name,
    Method method,
    Class<? extends SdkRequest> requestType,
    Class<? extends SdkResponse> responseType,
    Body body) {

  /** Where an operation carries a stream beside its typed value. */
  public enum Body {
    NONE,
    REQUEST,
    RESPONSE
  }

  /** {@code service:Operation}, for messages and the ledger. */
  @Override
  public String toString() {
    return service.id() + ":" + name;
  }
}
