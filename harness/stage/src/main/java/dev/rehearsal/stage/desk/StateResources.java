package dev.rehearsal.stage.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Terraform's state holds, by service. Of a resource's attributes only names and ARNs are
 * read: states hold secrets.
 */
public record StateResources(Map<String, List<Resource>> services) {

  /**
   * One resource.
   *
   * @param address its address in the configuration
   * @param type its type, for example {@code aws_sqs_queue}
   * @param name what AWS calls it: its ARN where it has one, else its id
   */
  public record Resource(String address, String type, String name) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a state file; empty where it is missing, or just being written. */
  public static StateResources read(Path file) {
    Map<String, List<Resource>> services = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (Files.isRegularFile(file)) {
      try {
        for (JsonNode resource : JSON.readTree(file.toFile()).path("resources")) {
          if (resource.path("mode").asText().equals("managed")) {
            read(resource, services);
          }
        }
      } catch (IOException beingWritten) {
        return new StateResources(Map.of());
      }
    }
    return new StateResources(services);
  }

  /** How many resources there are. */
  public int count() {
    return services.values().stream().mapToInt(List::size).sum();
  }

  private static void read(JsonNode resource, Map<String, List<Resource>> services) {
    String type = resource.path("type").asText();
    String module = resource.path("module").asText("");
    String prefix = module.isEmpty() ? "" : module + ".";
    String address = prefix + type + "." + resource.path("name").asText();
    for (JsonNode instance : resource.path("instances")) {
      JsonNode key = instance.path("index_key");
      String index = key.isMissingNode() ? "" : "[" + key + "]";
      JsonNode attributes = instance.path("attributes");
      String name = attributes.path("arn").asText("");
      if (name.isEmpty()) {
        name = attributes.path("id").asText("");
      }
      services
          .computeIfAbsent(ServiceNames.ofType(type), any -> new ArrayList<>())
          .add(new Resource(address + index, type, name));
    }
  }
}
