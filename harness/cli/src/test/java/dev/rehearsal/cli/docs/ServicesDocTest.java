package dev.rehearsal.cli.docs;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;

/** {@code docs/services.md} lists the operations that the services override, and no others. */
class ServicesDocTest {

  private final Document document = Document.named("services.md");

  @Test
  void everyServiceListsItsOperations(@TempDir Path folder) throws IOException {
    CloudSettings settings =
        CloudSettings.standalone(folder.resolve("work"), folder.resolve("cache"));
    try (Cloud cloud = Cloud.with(settings).build()) {
      for (ServiceDefinition service : ServiceCatalog.all()) {
        List<String> served = served(cloud, service);
        int all = service.operations().size();
        document.block(
            "operations of " + service.id(),
            served.isEmpty()
                ? "None of " + all + " operations yet.\n"
                : served.size() + " of " + all + " operations: " + lines(served));
      }
    }
  }

  private static List<String> served(Cloud cloud, ServiceDefinition service) {
    SdkClient instance = cloud.embedded(service, "000000000000", "us-east-1");
    List<String> served = new ArrayList<>();
    for (Operation operation : service.operations().values()) {
      if (overrides(instance, operation)) {
        served.add(operation.name());
      }
    }
    return served.stream().sorted().toList();
  }

  /** Some services spread their operations over interfaces of their own. */
  private static boolean overrides(SdkClient instance, Operation operation) {
    try {
      return instance
              .getClass()
              .getMethod(operation.methodName(), operation.type().parameterArray())
              .getDeclaringClass()
          != operation.service().client();
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String lines(List<String> names) {
    return "`" + String.join("`, `", names) + "`.\n";
  }
}
