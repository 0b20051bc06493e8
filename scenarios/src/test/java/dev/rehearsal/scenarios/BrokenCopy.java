package dev.rehearsal.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.stage.Project;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** A copy of what a stage is stood up from, in which links are broken and mended. */
final class BrokenCopy {

  private static final String SOURCES = "platform-code/functions/src/main/java";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern RESOURCE =
      Pattern.compile("^resource \"(\\w+)\" \"(\\w+)\"", Pattern.MULTILINE);
  private static final Pattern BLOCK =
      Pattern.compile("(?sm)^resource \"(\\w+)\" \"\\w+\" \\{.*?^\\}\\n");
  private static final Pattern DEPENDS_ON =
      Pattern.compile("depends_on\\s*=\\s*\\[([^\\]]*)]", Pattern.DOTALL);

  private final Project original;
  private final Project copy;
  private final Path scratch;
  private final Set<Path> touched = new HashSet<>();

  BrokenCopy(Project original, Path folder) throws IOException {
    this.original = original;
    this.copy = new Project(folder.resolve("project"));
    this.scratch = folder.resolve("scratch");
    for (Path part :
        List.of(original.terraform(), original.storefront(), original.products().getParent())) {
      copyTree(part);
    }
    copyTree(original.functionsArchive());
    copyTree(original.migrateArchive());
  }

  private void copyTree(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        restore(original.home().relativize(file));
      }
    }
  }

  Path home() {
    return copy.home();
  }

  /** Makes everything as it is in the original. */
  void mend() throws IOException {
    for (Path file : touched) {
      restore(file);
    }
    touched.clear();
  }

  private void restore(Path file) throws IOException {
    if (!Files.exists(original.home().resolve(file))) {
      Files.delete(copy.home().resolve(file));
      return;
    }
    Path target = copy.home().resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(original.home().resolve(file), target, REPLACE_EXISTING, COPY_ATTRIBUTES);
  }

  /** Takes a block out of Terraform: the innermost one in whose lines {@code text} stands. */
  void removeBlock(String file, String text) throws IOException {
    Path path = Path.of("terraform", file);
    List<String> lines = new ArrayList<>(read(path).lines().toList());
    int first = only(lines, text, path);
    for (int depth = 0; !(lines.get(first).endsWith("{") && depth == 0); first--) {
      depth += lines.get(first).strip().startsWith("}") ? 1 : 0;
      depth -= lines.get(first).endsWith("{") ? 1 : 0;
    }
    String end = lines.get(first).replaceFirst("\\S.*$", "") + "}";
    int last = first;
    while (!lines.get(last).equals(end)) {
      last++;
    }
    lines.subList(first, last + 1).clear();
    write(path, String.join("\n", lines) + "\n");
  }

  /** Writes something else in Terraform. */
  void replace(String file, String text, String by) throws IOException {
    Path path = Path.of("terraform", file);
    only(read(path).lines().toList(), text, path);
    write(path, read(path).replace(text, by));
  }

  /**
   * Makes every reference to resources of the types one to an object, as JSON in a file of its own:
   * with what the state has of the resource, or with nulls.
   */
  void forget(Removal removal, Path state) throws IOException {
    JsonNode resources = JSON.readTree(state.toFile()).path("resources");
    Set<String> gone = new HashSet<>();
    for (Path module : modules()) {
      for (Path file : filesOf(module)) {
        for (MatchResult block : RESOURCE.matcher(read(file)).results().toList()) {
          if (removal.types().contains(block.group(1))) {
            gone.add(block.group(1));
            forget(removal, block.group(1), block.group(2), module, resources);
          }
        }
      }
    }
    if (!gone.equals(removal.types())) {
      throw new AssertionError("Terraform has no more than " + gone + " of " + removal);
    }
  }

  /** Takes every resource of the types, which nothing refers to any more, out of Terraform. */
  void remove(Removal removal) throws IOException {
    for (Path module : modules()) {
      for (Path file : filesOf(module)) {
        String before = read(file);
        String without =
            BLOCK
                .matcher(before)
                .replaceAll(
                    block ->
                        removal.types().contains(block.group(1))
                            ? ""
                            : Matcher.quoteReplacement(block.group()));
        if (!without.equals(before)) {
          write(file, without);
        }
      }
    }
  }

  private void forget(Removal removal, String type, String name, Path module, JsonNode resources)
      throws IOException {
    String local = "removed_" + type + "_" + name;
    Pattern named = Pattern.compile("(?<![\\w.])" + type + "\\." + name + "\\b");
    for (Path file : filesOf(module)) {
      String before = read(file);
      String without = named.matcher(independent(before, named)).replaceAll("local." + local);
      if (!without.equals(before)) {
        write(file, without);
      }
    }
    ObjectNode document = JSON.createObjectNode();
    JsonNode left = objects(find(resources, type, name, module), removal.left());
    document.putObject("locals").set(local, template(left));
    write(module.resolve(local + ".tf.json"), document.toString());
  }

  private static JsonNode find(JsonNode resources, String type, String name, Path module) {
    for (JsonNode one : resources) {
      String in = one.path("module").asText().replaceFirst("\\[[^.]*$", "");
      if (one.path("mode").asText().equals("managed")
          && one.path("type").asText().equals(type)
          && one.path("name").asText().equals(name)
          && in.endsWith("." + module.getFileName())) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(copy.home().resolve("terraform/modules"))) {
      return folders.map(copy.home()::relativize).toList();
    }
  }

  private List<Path> filesOf(Path module) throws IOException {
    try (Stream<Path> files = Files.list(copy.home().resolve(module))) {
      return files
          .filter(file -> file.toString().endsWith(".tf"))
          .map(copy.home()::relativize)
          .toList();
    }
  }

  /** Nothing can depend on an object. */
  private static String independent(String text, Pattern named) {
    return DEPENDS_ON
        .matcher(text)
        .replaceAll(
            list ->
                "depends_on = ["
                    + Stream.of(list.group(1).split(","))
                        .map(String::strip)
                        .filter(one -> !named.matcher(one).find())
                        .collect(Collectors.joining(", "))
                    + "]");
  }

  /** One object, or a list or map of them, as the resource has count, for_each or neither. */
  private static JsonNode objects(JsonNode resource, Removal.Left left) {
    ArrayNode list = JSON.createArrayNode();
    ObjectNode map = JSON.createObjectNode();
    for (JsonNode instance : resource.path("instances")) {
      ObjectNode attributes = instance.path("attributes").deepCopy();
      if (left == Removal.Left.NULL) {
        attributes.fieldNames().forEachRemaining(attributes::putNull);
      }
      if (!instance.has("index_key")) {
        return attributes;
      } else if (instance.path("index_key").isTextual()) {
        map.set(instance.path("index_key").asText(), attributes);
      } else {
        list.add(attributes);
      }
    }
    return map.isEmpty() ? list : map;
  }

  /** Texts in Terraform's JSON are templates. */
  private static JsonNode template(JsonNode plain) throws IOException {
    return JSON.readTree(plain.toString().replace("${", "$${").replace("%{", "%%{"));
  }

  /** Writes something else in a function's source, and builds the functions' archive from it. */
  void rewrite(String source, String text, String by) throws IOException {
    Path file = Path.of(SOURCES, source);
    String before = Files.readString(original.home().resolve(file));
    only(before.lines().toList(), text, file);
    write(file, before.replace(text, by));
    Path archive = original.home().relativize(original.functionsArchive());
    Path classes = Files.createTempDirectory(Files.createDirectories(scratch), "classes");
    Path libraries = Files.createTempDirectory(scratch, "libraries");
    try (FileSystem zip = FileSystems.newFileSystem(copy.home().resolve(archive))) {
      Path lib = zip.getPath("lib");
      try (Stream<Path> jars = Files.list(lib)) {
        for (Path jar : jars.toList()) {
          Files.copy(jar, libraries.resolve(jar.getFileName().toString()));
        }
      }
      compile(copy.home().resolve(file), libraries, classes);
      Path jar = named(libraries, "functions-");
      try (FileSystem own = FileSystems.newFileSystem(jar);
          Stream<Path> compiled = Files.walk(classes)) {
        for (Path each : compiled.filter(Files::isRegularFile).toList()) {
          Files.copy(each, own.getPath(classes.relativize(each).toString()), REPLACE_EXISTING);
        }
      }
      try (InputStream changed = Files.newInputStream(jar)) {
        Files.copy(changed, lib.resolve(jar.getFileName().toString()), REPLACE_EXISTING);
      }
    }
    touched.add(archive);
  }

  private static Path named(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow(() -> new AssertionError("No " + prefix + "*.jar is in the archive."));
    }
  }

  private static void compile(Path source, Path libraries, Path classes) throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no JDK");
    Path annotations =
        Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> classPath = new ArrayList<>(List.of(annotations.toString()));
    try (Stream<Path> jars = Files.list(libraries)) {
      jars.forEach(jar -> classPath.add(jar.toString()));
    }
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "--release",
                      "17",
                      "-d",
                      classes.toString(),
                      "-cp",
                      String.join(File.pathSeparator, classPath)),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      if (!done) {
        throw new AssertionError("The broken code does not compile:\n" + said);
      }
    }
  }

  private String read(Path file) throws IOException {
    return Files.readString(copy.home().resolve(file));
  }

  private void write(Path file, String text) throws IOException {
    Path target = copy.home().resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
    touched.add(file);
  }

  /** A break whose place is gone must say so, instead of breaking nothing. */
  private static int only(List<String> lines, String text, Path file) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      throw new AssertionError(
          "`" + text + "` stands " + found.size() + " times in " + file + ", not once.");
    }
    return found.get(0);
  }
}
