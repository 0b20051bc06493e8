package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.call.Operation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * How one operation travels, found by reflection once.
 *
 * @param operation the operation
 * @param binding the SDK's own binding: HTTP method, address, target
 * @param template the address, as the server sees it
 * @param builder makes the request's builder
 * @param required the members outside path and body that a request must carry
 */
record OperationPlan(
    Operation operation,
    OperationInfo binding,
    UriTemplate template,
    MethodHandle builder,
    List<Member> required) {

  static OperationPlan of(Operation operation) {
    try {
      MethodHandle builder =
          MethodHandles.publicLookup()
              .unreflect(operation.requestType().getMethod("builder"))
              .asType(java.lang.invoke.MethodType.methodType(Object.class));
      OperationInfo binding = binding(operation);
      SdkPojo sample = (SdkPojo) invoke(builder);
      List<Member> required =
          Shape.of(sample).members().stream()
              .filter(Member::required)
              .filter(
                  member ->
                      member.location() == MarshallLocation.QUERY_PARAM
                          || member.location() == MarshallLocation.HEADER)
              .toList();
      return new OperationPlan(
          operation, binding, UriTemplate.parse(address(operation, binding)), builder, required);
    } catch (ReflectiveOperationException unlike) {
      throw new IllegalStateException(
          "The SDK's class of " + operation + " is not shaped as those of version 2.35.", unlike);
    }
  }

  /** A builder of the request. */
  SdkPojo newRequest() {
    return (SdkPojo) invoke(builder);
  }

  static SdkRequest build(SdkPojo builder) {
    return (SdkRequest) ((SdkBuilder<?, ?>) builder).build();
  }

  /** AWS's name for the operation where it differs from the SDK's. */
  String wireName() {
    String identifier = binding.operationIdentifier();
    return identifier == null
        ? operation.name()
        : identifier.substring(identifier.indexOf('.') + 1);
  }

  static Class<?> marshaller(Operation operation) throws ClassNotFoundException {
    Class<?> request = operation.requestType();
    return Class.forName(
        request.getPackageName().replaceFirst("\\.model$", ".transform")
            + "."
            + request.getSimpleName()
            + "Marshaller",
        true,
        request.getClassLoader());
  }

  private static OperationInfo binding(Operation operation) throws ReflectiveOperationException {
    Field binding = marshaller(operation).getDeclaredField("SDK_OPERATION_BINDING");
    binding.setAccessible(true);
    return (OperationInfo) binding.get(null);
  }

  /** The SDK leaves the bucket out of S3's addresses; the server finds it in the path. */
  private static String address(Operation operation, OperationInfo binding) {
    String uri = binding.requestUri() == null ? "" : binding.requestUri();
    boolean bucket =
        operation.service().id().equals("s3")
            && !uri.equals("/")
            && !uri.startsWith("/WriteGetObjectResponse");
    return bucket ? "/{Bucket}" + uri : uri;
  }

  private static Object invoke(MethodHandle handle) {
    try {
      return handle.invokeExact();
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
