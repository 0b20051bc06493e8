package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Every operation that the embedded AWS serves says which permissions it needs. */
final class AuthorizationTest {

  private static final Pattern MEMBER = Pattern.compile("\\{([A-Za-z0-9-]+)[^}]*}");

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

  /** A member that the request does not have would make of every resource just any. */
  @Test
  void formsNameMembersThatTheirOperationsHave() throws Exception {
    List<String> wrong = new ArrayList<>();
    Map<String, String> forms = new HashMap<>();
    String service = "";
    for (String line : lines()) {
      if (line.startsWith("service ")) {
        service = line.substring("service ".length()).strip();
        forms.clear();
      } else if (line.startsWith("resource ")) {
        String[] parts = line.substring("resource ".length()).split(" = ", 2);
        forms.put(parts[0].strip(), parts[1].strip());
      } else if (line.contains(": ") && forms.containsKey(line.split(":", 2)[0])) {
        String form = Objects.requireNonNull(forms.get(line.split(":", 2)[0]));
        for (String each : line.split(": ", 2)[1].strip().split(" ")) {
          String name = each.replaceFirst("=.*", "");
          if (Stream.of(form.split(" \\|\\| ")).noneMatch(has(service + ":" + name))) {
            wrong.add(service + ":" + name + " has not what " + form + " names");
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Predicate<String> has(String operation) {
    Operation found = ServiceCatalog.operation(operation).orElseThrow();
    Set<String> members;
    try {
      SdkPojo builder = (SdkPojo) found.requestType().getMethod("builder").invoke(null);
      members = builder.sdkFields().stream().map(SdkField::memberName).collect(Collectors.toSet());
    } catch (ReflectiveOperationException unlike) {
      throw new AssertionError(unlike);
    }
    return template ->
        MEMBER
            .matcher(template)
            .results()
            .map(each -> each.group(1))
            .allMatch(
                member ->
                    Set.of("region", "account", "caller").contains(member)
                        || members.contains(member));
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = Authorization.class.getResourceAsStream("authorization.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
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
