package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;

/** Every operation that the embedded AWS serves says which permissions it needs. */
final class AuthorizationTest {

  private final Authorization authorization = new Authorization(new Lookup(() -> null));

  @TempDir private Path folder = Path.of("");

  @Test
  void everyOperationServedIsMapped() {
    List<String> missing = new ArrayList<>();
    List<String> idle = new ArrayList<>();
    int served = 0;
    try (Cloud cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build()) {
      for (ServiceDefinition service : ServiceCatalog.all()) {
        SdkClient instance = cloud.embedded(service, "111122223333", "us-east-1");
        for (Operation operation : service.operations().values()) {
          boolean here = serves(instance, operation);
          boolean mapped = authorization.kind(operation) != null;
          served += here ? 1 : 0;
          if (here && !mapped) {
            missing.add(operation.toString());
          } else if (mapped && !here) {
            idle.add(operation.toString());
          }
        }
      }
    }
    assertEquals(List.of(), missing, "Served, but authorization.txt does not say what they need.");
    assertEquals(List.of(), idle, "In authorization.txt, but not served.");
    assertTrue(served > 550, "only " + served + " operations found");
  }

  private static boolean serves(SdkClient instance, Operation operation) {
    try {
      return instance
              .getClass()
              .getMethod(operation.methodName(), operation.type().parameterArray())
              .getDeclaringClass()
          != operation.service().client();
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
