package dev.rehearsal.cloud.call;

import dev.rehearsal.cloud.ServiceDefinition;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/**
 * One operation of one service, found in the class file of the SDK's client interface.
 *
 * <p>Its classes are loaded when they are first asked for: a service has up to two thousand of
 * them, and a stage uses few. Two operations are equal where service and name are.
 */
public final class Operation {

  private final ServiceDefinition service;
  private final String name;
  private final String methodName;
  private final String descriptor;
  private final String requestName;
  private final Body body;
  private volatile @Nullable MethodHandle method;

  /** Where an operation carries a stream beside its typed value. */
  public enum Body {
    NONE,
    REQUEST,
    RESPONSE
  }

  /**
   * An operation.
   *
   * @param service the service it belongs to
   * @param methodName the client interface's method that takes the request value
   * @param descriptor that method's parameters and result, as class files write them
   * @param requestName the name of the request's class, which ends in {@code Request}
   * @param body whether a stream travels with the request or with the response
   */
  public Operation(
      ServiceDefinition service,
      String methodName,
      String descriptor,
      String requestName,
      Body body) {
    this.service = service;
    this.methodName = methodName;
    this.descriptor = descriptor;
    this.requestName = requestName;
    this.body = body;
    this.name =
        requestName.substring(
            requestName.lastIndexOf('.') + 1, requestName.length() - "Request".length());
  }

  /** The service it belongs to. */
  public ServiceDefinition service() {
    return service;
  }

  /** AWS's own name, for example {@code PublishBatch}. */
  public String name() {
    return name;
  }

  /** The client interface's method. */
  public String methodName() {
    return methodName;
  }

  /** That method's parameters and result, as class files write them. */
  public String descriptor() {
    return descriptor;
  }

  /** Whether a stream travels with the request or with the response. */
  public Body body() {
    return body;
  }

  /** The request's class; not initialised by this. */
  public Class<? extends SdkRequest> requestType() {
    try {
      return Class.forName(requestName, false, loader()).asSubclass(SdkRequest.class);
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The method's parameters and result. */
  public MethodType type() {
    return MethodType.fromMethodDescriptorString(descriptor, loader());
  }

  /**
   * Calls the method.
   *
   * @param argument the request's body or the response's transformer; null where there is none
   * @throws Exception what the method throws
   */
  public @Nullable Object call(SdkClient client, Object request, @Nullable Object argument)
      throws Exception {
    MethodHandle known = method;
    if (known == null) {
      known = find();
      method = known;
    }
    try {
      return (Object) known.invokeExact((Object) client, request, argument);
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable neither) {
      throw new IllegalStateException(neither);
    }
  }

  private MethodHandle find() {
    try {
      MethodHandle found =
          MethodHandles.publicLookup().findVirtual(service.client(), methodName, type());
      if (body == Body.NONE) {
        found = MethodHandles.dropArguments(found, 2, Object.class);
      }
      return found.asType(MethodType.genericMethodType(3));
    } catch (NoSuchMethodException | IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private ClassLoader loader() {
    return service.client().getClassLoader();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Operation that
        && name.equals(that.name)
        && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return 31 * service.hashCode() + name.hashCode();
  }

  /** {@code service:Operation}, for messages and the ledger. */
  @Override
  public String toString() {
    return service.id() + ":" + name;
  }
}
