package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.call.Operation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * How one operation travels. The request's class, which carries hundreds of accessors into memory,
 * is looked at when the operation is first asked for.
 */
final class OperationPlan {

  private final Operation operation;
  private final OperationInfo binding;
  private final UriTemplate template;
  private volatile @Nullable MethodHandle builder;
  private volatile @Nullable List<Member> required;

  private OperationPlan(Operation operation, OperationInfo binding, UriTemplate template) {
    this.operation = operation;
    this.binding = binding;
    this.template = template;
  }

  static OperationPlan of(Operation operation) {
    try {
      OperationInfo binding = binding(operation);
      return new OperationPlan(operation, binding, UriTemplate.parse(address(operation, binding)));
    } catch (ReflectiveOperationException unlike) {
      throw unlike(operation, unlike);
    }
  }

  Operation operation() {
    return operation;
  }

  /** The SDK's own binding: HTTP method, address, target. */
  OperationInfo binding() {
    return binding;
  }

  /** The address, as the server sees it. */
  UriTemplate template() {
    return template;
  }

  /** The members outside path and body that a request must carry. */
  List<Member> required() {
    List<Member> known = required;
    if (known == null) {
      known =
          Shape.of(newRequest()).members().stream()
              .filter(Member::required)
              .filter(
                  member ->
                      member.location() == MarshallLocation.QUERY_PARAM
                          || member.location() == MarshallLocation.HEADER)
              .toList();
      required = known;
    }
    return known;
  }

  /** A builder of the request. */
  SdkPojo newRequest() {
    MethodHandle known = builder;
    if (known == null) {
      known = findBuilder();
      builder = known;
    }
    return (SdkPojo) invoke(known);
  }

  private MethodHandle findBuilder() {
    Class<?> request = operation.requestType();
    try {
      Class<?> type =
          Class.forName(request.getName() + "$Builder", false, request.getClassLoader());
      return MethodHandles.publicLookup()
          .findStatic(request, "builder", MethodType.methodType(type))
          .asType(MethodType.methodType(Object.class));
    } catch (ReflectiveOperationException unlike) {
      throw unlike(operation, unlike);
    }
  }

  private static IllegalStateException unlike(
      Operation operation, ReflectiveOperationException unlike) {
    return new IllegalStateException(
        "The SDK's class of " + operation + " is not shaped as those of version 2.35.", unlike);
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
