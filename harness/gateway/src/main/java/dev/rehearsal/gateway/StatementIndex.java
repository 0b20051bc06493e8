package dev.rehearsal.gateway;

import dev.rehearsal.gateway.iam.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where policy statements stand in Terraform's files, by their {@code sid}. Immutable. */
public final class StatementIndex {

  private static final Pattern SID = Pattern.compile("\\s*\"?[sS]id\"?\\s*[=:]\\s*\"([^\"]+)\".*");
  private static final Pattern BLOCK =
      Pattern.compile("\\s*(?:data|resource)\\s+\"[^\"]+\"\\s+\"([^\"]+)\".*");

  private record Place(String block, String at) {}

  private final Map<String, List<Place>> places = new HashMap<>();

  private StatementIndex() {}

  /** An index of nothing. */
  public static StatementIndex empty() {
    return new StatementIndex();
  }

  /** Reads every {@code *.tf} file below a folder; what cannot be read is left out. */
  public static StatementIndex scan(Path folder) {
    StatementIndex index = new StatementIndex();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".tf"))
          .filter(file -> !file.toString().contains(".terraform"))
          .sorted()
          .forEach(index::read);
    } catch (IOException | UncheckedIOException unreadable) {
      return index;
    }
    return index;
  }

  /** All statements: the places of each {@code sid}, such as {@code policies.tf:123}. */
  public Map<String, List<String>> all() {
    Map<String, List<String>> all = new TreeMap<>();
    places.forEach((sid, found) -> all.put(sid, found.stream().map(Place::at).toList()));
    return all;
  }

  /** Where the statement of a decision stands, as {@code policies.tf:123}. */
  public Optional<String> place(Decision decision) {
    List<Place> found = places.getOrDefault(String.valueOf(decision.sid()), List.of());
    if (found.size() < 2) {
      return found.stream().map(Place::at).findFirst();
    }
    // A sid may stand in several documents: the one named as the policy is, is meant.
    String policy = String.valueOf(decision.policy());
    String name = bare(policy.substring(policy.lastIndexOf('/') + 1));
    return found.stream()
        .filter(place -> bare(place.block()).equals(name))
        .map(Place::at)
        .findFirst()
        .or(() -> Optional.of(String.join(" or ", found.stream().map(Place::at).toList())));
  }

  private void read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      return;
    }
    String block = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher opens = BLOCK.matcher(lines.get(i));
      if (opens.matches()) {
        block = String.valueOf(opens.group(1));
      }
      Matcher sid = SID.matcher(lines.get(i));
      if (sid.matches()) {
        places
            .computeIfAbsent(String.valueOf(sid.group(1)), any -> new ArrayList<>())
            .add(new Place(block, file.getFileName() + ":" + (i + 1)));
      }
    }
  }

  private static String bare(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
