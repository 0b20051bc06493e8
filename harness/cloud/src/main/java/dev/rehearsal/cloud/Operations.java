package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.Operation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** Finds the operations of a client interface by the shape of its methods. */
final class Operations {

  private static final Map<Class<?>, Map<String, Operation>> KNOWN = new ConcurrentHashMap<>();

  private Operations() {}

  static Map<String, Operation> of(ServiceDefinition service) {
    return KNOWN.computeIfAbsent(service.client(), any -> find(service));
  }

  private static Map<String, Operation> find(ServiceDefinition service) {
    Map<String, Operation> found = new TreeMap<>();
    for (Method method : service.client().getMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (parameters.length == 0 || !AwsRequest.class.isAssignableFrom(parameters[0])) {
        continue;
      }
      Class<? extends SdkRequest> request = parameters[0].asSubclass(SdkRequest.class);
      if (parameters.length == 1 && SdkResponse.class.isAssignableFrom(method.getReturnType())) {
        add(found, service, method, request, method.getReturnType(), Operation.Body.NONE);
      } else if (parameters.length == 2 && parameters[1] == RequestBody.class) {
        add(found, service, method, request, method.getReturnType(), Operation.Body.REQUEST);
      } else if (parameters.length == 2 && parameters[1] == ResponseTransformer.class) {
        add(found, service, method, request, streamedType(method), Operation.Body.RESPONSE);
      }
    }
    return Map.copyOf(found);
  }

  private static void add(
      Map<String, Operation> found,
      ServiceDefinition service,
      Method method,
      Class<? extends SdkRequest> request,
      Class<?> response,
      Operation.Body body) {
    String name = request.getSimpleName().replaceFirst("Request$", "");
    found.put(
        name,
        new Operation(
            service, name, method, request, response.asSubclass(SdkResponse.class), body));
  }

  /** {@code ResponseTransformer<GetObjectResponse, R>} names the response in its first argument. */
  private static Class<?> streamedType(Method method) {
    Type transformer = method.getGenericParameterTypes()[1];
    return (Class<?>) ((ParameterizedType) transformer).getActualTypeArguments()[0];
  }
}
