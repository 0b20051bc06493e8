package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which services another emulator answers; all others are embedded.
 *
 * @param emulated the ids of those services
 */
public record Routing(Set<String> emulated) {

  private static final String EMULATOR = "localstack";
  private static final String EMBEDDED = "embedded";

  public Routing {
    emulated = Set.copyOf(emulated);
  }

  /** Every service embedded. */
  public static Routing embedded() {
    return new Routing(Set.of());
  }

  /**
   * The routing of the targets with containers.
   *
   * @param changes {@code service=backend} pairs, parted by commas or spaces, that are told apart
   *     from the file; may be empty
   * @throws StageFailure where a change names no service or no backend
   */
  static Routing containers(String changes) {
    Map<String, String> backends = new TreeMap<>();
    try (InputStream file = Routing.class.getResourceAsStream("containers.routing")) {
      String text =
          new String(java.util.Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(line -> put(backends, line.split("\\s+", 2), "containers.routing"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    for (String change : changes.strip().split("[,\\s]+")) {
      if (!change.isEmpty()) {
        put(backends, change.split("=", 2), "REHEARSAL_BACKENDS");
      }
    }
    return new Routing(
        backends.entrySet().stream()
            .filter(each -> each.getValue().equals(EMULATOR))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  /** Whether the embedded service answers. */
  public boolean embeds(String service) {
    return !emulated.contains(service);
  }

  private static void put(Map<String, String> backends, String[] pair, String where) {
    Set<String> known =
        ServiceCatalog.all().stream()
            .map(ServiceDefinition::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (pair.length != 2 || !known.contains(pair[0])) {
      throw new StageFailure(
          where
              + ": '"
              + String.join(" ", pair)
              + "' names no service. Expected service and backend; services: "
              + String.join(", ", known)
              + ".",
          null);
    }
    if (!pair[1].equals(EMULATOR) && !pair[1].equals(EMBEDDED)) {
      throw new StageFailure(
          where + ": there is no backend '" + pair[1] + "'. Backends: localstack, embedded.", null);
    }
    backends.put(pair[0], pair[1]);
  }
}
