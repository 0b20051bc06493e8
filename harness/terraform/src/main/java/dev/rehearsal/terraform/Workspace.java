package dev.rehearsal.terraform;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.terraform.provider.ConfigurationUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A copy of a configuration, so that the user's own folder stays clean. */
final class Workspace {

  private static final Set<String> NOT_COPIED = Set.of(".terraform", ".git", ".idea", "target");

  private final Path tree;
  private final Path copy;
  private final Path root;
  private final Path state;
  private final Supplier<Map<String, String>> variables;

  Workspace(TerraformSettings settings) {
    this.tree = settings.tree().toAbsolutePath().normalize();
    Path folder = settings.workFolder().toAbsolutePath();
    this.copy = folder.resolve(tree.getFileName());
    this.root = copy.resolve(settings.root()).normalize();
    this.state = folder.resolve("terraform.tfstate");
    this.variables = settings.variables();
  }

  Path root() {
    return root;
  }

  Path state() {
    return state;
  }

  /** Copies what changed and removes what is gone. */
  void refresh() {
    try {
      Set<Path> kept = new HashSet<>();
      Files.createDirectories(copy);
      Files.walkFileTree(tree, new Copier(kept));
      removeOthers(kept);
      linkSiblings();
      Files.writeString(
          root.resolve("rehearsal_backend_override.tf"), "terraform {\n  backend \"http\" {}\n}\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The configuration " + tree + " could not be copied.", failure);
    }
  }

  /** What the configuration uses as it lies here now, with the modules that were downloaded. */
  ConfigurationUse use() {
    ConfigurationUse use = new ConfigurationUse();
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Workspace::hasBlocks).toList()) {
        use.read(Files.readString(file));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("The configuration " + copy + " could not be read.", failure);
    }
    return use;
  }

  private static boolean hasBlocks(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".tf") || name.endsWith(".tf.json") || name.endsWith(".tftest.hcl"))
        && Files.isRegularFile(file);
  }

  /**
   * Writes the variables down. In a file of its owner's only: arguments are seen by every user of
   * the machine.
   */
  void writeVariables() {
    Map<String, String> known = variables.get();
    Path file = root.resolve("rehearsal.auto.tfvars.json");
    try {
      if (known.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        OwnersFile.write(file, json(known));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("The variables could not be written to " + file, failure);
    }
  }

  private static byte[] json(Map<String, String> variables) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode values = json.createObjectNode();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String value = variable.getValue();
      if (value.startsWith("[") || value.startsWith("{")) {
        values.set(variable.getKey(), json.readTree(value));
      } else {
        values.put(variable.getKey(), value);
      }
    }
    return json.writeValueAsBytes(values);
  }

  /** What init depends on: terraform, provider and module blocks, and the lock file. */
  String initKey() {
    StringBuilder key = new StringBuilder();
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Workspace::mattersToInit).sorted().toList()) {
        key.append(copy.relativize(file));
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .map(String::strip)
            .filter(
                line ->
                    line.startsWith("module ")
                        || line.startsWith("source ")
                        || line.startsWith("source=")
                        || line.startsWith("version")
                        || line.startsWith("backend"))
            .forEach(line -> key.append('\n').append(line));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return key.toString();
  }

  private static boolean mattersToInit(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".tf") || name.equals(".terraform.lock.hcl"))
        && !file.toString().contains(".terraform" + java.io.File.separator);
  }

  private void removeOthers(Set<Path> kept) throws IOException {
    List<Path> gone = new ArrayList<>();
    Files.walkFileTree(
        copy,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.getFileName().toString().equals(".terraform")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!kept.contains(file) && !file.getFileName().toString().startsWith(".terraform")) {
              gone.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path file : gone) {
      Files.deleteIfExists(file);
    }
  }

  /** Relative paths that leave the tree, such as those of function archives, keep their meaning. */
  private void linkSiblings() throws IOException {
    Path parent = tree.getParent();
    if (parent == null) {
      return;
    }
    try (Stream<Path> siblings = Files.list(parent)) {
      for (Path sibling : siblings.toList()) {
        Path link = copy.resolveSibling(sibling.getFileName());
        if (Files.isDirectory(sibling) && !Files.exists(link) && !copy.startsWith(sibling)) {
          Files.createSymbolicLink(link, sibling);
        }
      }
    } catch (UnsupportedOperationException noLinks) {
      // Then such paths must be given as absolute ones, and Terraform will say so.
    }
  }

  private final class Copier extends SimpleFileVisitor<Path> {

    private final Set<Path> kept;

    Copier(Set<Path> kept) {
      this.kept = kept;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (NOT_COPIED.contains(folder.getFileName().toString())
          || (copy.startsWith(folder) && !folder.equals(tree))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.createDirectories(copy.resolve(tree.relativize(folder)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString();
      if (name.contains(".tfstate")) {
        return FileVisitResult.CONTINUE;
      }
      Path target = copy.resolve(tree.relativize(file));
      kept.add(target);
      Files.copy(
          file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      return FileVisitResult.CONTINUE;
    }
  }
}
