package dev.rehearsal.cli;

import dev.rehearsal.cloud.process.FolderTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Builds the functions' package again without Maven: compiles the platform's own sources against
 * the libraries in the package as Maven made it, and puts their classes in its place.
 */
final class FunctionBuild {

  /** The modules whose classes the package has, by the start of their jar's name. */
  private static final List<String> OWN = List.of("domain", "functions");

  private final Path sources;
  private final Path archive;
  private final Path work;

  /**
   * @param platform the folder {@code platform-code}
   * @param archive the package
   * @param work a folder for this build alone; made and deleted as needed
   */
  FunctionBuild(Path platform, Path archive, Path work) {
    this.sources = platform;
    this.archive = archive;
    this.work = work;
  }

  /** Builds; answers what the compiler says where it refuses, and leaves the package as it was. */
  Optional<String> build() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return Optional.of("This Java has no compiler: run `rehearse` on a JDK.");
    }
    List<Path> libraries = libraries();
    StringWriter said = new StringWriter();
    List<Path> classPath = new ArrayList<>(libraries);
    for (String module : OWN) {
      Path classes = work.resolve(module);
      if (Files.exists(classes)) {
        FolderTree.delete(classes);
      }
      Files.createDirectories(classes);
      if (!compile(compiler, module, classPath, classes, said)) {
        return Optional.of(said.toString());
      }
      classPath.add(classes);
    }
    pack();
    return Optional.empty();
  }

  private boolean compile(
      JavaCompiler compiler, String module, List<Path> classPath, Path classes, StringWriter said)
      throws IOException {
    List<Path> files = below(sources.resolve(module).resolve("src/main/java"), ".java");
    List<String> options =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      return compiler
          .getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
          .call();
    }
  }

  /** The libraries of the package, unpacked once. */
  private List<Path> libraries() throws IOException {
    Path folder = work.resolve("lib");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          if (!name.isEmpty() && own(name).isEmpty()) {
            Files.copy(zip, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
    return below(folder, ".jar");
  }

  private void pack() throws IOException {
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    try (ZipInputStream old = new ZipInputStream(Files.newInputStream(archive));
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
      zip.setLevel(1);
      for (ZipEntry entry = old.getNextEntry(); entry != null; entry = old.getNextEntry()) {
        zip.putNextEntry(entry(entry.getName(), entry.getTime()));
        Optional<String> module = own(entry.getName());
        if (module.isPresent()) {
          old.transferTo(OutputStream.nullOutputStream());
          zip.write(jar(module.get(), entry.getTime()));
        } else {
          old.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
    Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A module's jar: its new classes, and its resources. */
  private byte[] jar(String module, long time) throws IOException {
    Map<String, Path> content = new TreeMap<>();
    for (Path root :
        List.of(work.resolve(module), sources.resolve(module).resolve("src/main/resources"))) {
      for (Path file : Files.isDirectory(root) ? below(root, "") : List.<Path>of()) {
        content.put(root.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Path> each : content.entrySet()) {
        jar.putNextEntry(entry(each.getKey(), time));
        Files.copy(each.getValue(), jar);
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static ZipEntry entry(String name, long time) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(time);
    return entry;
  }

  private static Optional<String> own(String name) {
    String jar = name.substring(name.lastIndexOf('/') + 1);
    return OWN.stream().filter(module -> jar.matches(module + "-\\d.*\\.jar")).findFirst();
  }

  private static List<Path> below(Path root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }
}
