package dev.rehearsal.cloud.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Archives of classes that functions load, parsed and laid out ready to map: one archive per
 * package and JDK, shared by all functions of the package and kept in the user's cache.
 *
 * <p>Each JVM writes down which classes it loads. A run of its own then loads them, without
 * executing any of the function's code, and archives them. Thread-safe.
 */
final class SharedClassData implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SharedClassData.class.getName());
  private static final int LIMIT_SECONDS = 60;

  /** So many classes more make a new archive worth its making. */
  private static final int WORTHWHILE = 50;

  private final Path folder;
  private final Object making = new Object();

  /**
   * What was seen of each class path: JVMs that report while one archive is made share the next.
   */
  private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

  private final Set<String> used = ConcurrentHashMap.newKeySet();

  private volatile Optional<Process> run = Optional.empty();
  private volatile boolean closed;

  SharedClassData(Path cache) {
    this.folder = cache.resolve("class-data");
  }

  /** The archive for a class path, where there is one. */
  Optional<Path> archive(String key) {
    Path archive = folder.resolve(key + ".jsa");
    if (!Files.isRegularFile(archive)) {
      return Optional.empty();
    }
    if (used.add(key)) {
      CacheEntries.use(archive);
      CacheEntries.use(folder.resolve(key + ".classes"));
    }
    return Optional.of(archive);
  }

  /**
   * Makes the archive anew where a JVM was seen to load classes that it lacks.
   *
   * @param command starts a JVM on the functions' class path
   * @param loaded what {@code -Xlog:class+load} wrote
   */
  void learn(String key, List<String> command, Path loaded) {
    Set<String> known = seen.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet());
    try {
      known.addAll(loaded(loaded));
    } catch (IOException failure) {
      LOG.log(System.Logger.Level.WARNING, loaded + " could not be read", failure);
      return;
    }
    synchronized (making) {
      if (closed) {
        return;
      }
      try {
        Files.createDirectories(folder);
        Set<String> archived = classes(key);
        Set<String> classes = new TreeSet<>(archived);
        classes.addAll(known);
        if (archive(key).isEmpty() || classes.size() - archived.size() >= WORTHWHILE) {
          make(key, command, classes);
        }
      } catch (IOException failure) {
        LOG.log(System.Logger.Level.WARNING, "No class data was archived in " + folder, failure);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void make(String key, List<String> command, Set<String> classes)
      throws IOException, InterruptedException {
    Path list = Files.createTempFile(folder, key, ".draft");
    Path draft = folder.resolve(list.getFileName() + ".jsa");
    try {
      Files.write(list, classes);
      List<String> line = new ArrayList<>();
      if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
        line.addAll(List.of("/usr/bin/nice", "-n", "19"));
      }
      line.add(command.get(0));
      line.add("-XX:ArchiveClassesAtExit=" + draft);
      line.addAll(command.subList(1, command.size()));
      line.add("dev.rehearsal.cloud.lambda.child.ArchiveMain");
      line.add(list.toString());
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      run = Optional.of(process);
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (ended && process.exitValue() == 0 && Files.isRegularFile(draft) && !closed) {
        // The archive first: a list without its archive would claim what is not there.
        Files.move(draft, folder.resolve(key + ".jsa"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(list, folder.resolve(key + ".classes"), StandardCopyOption.ATOMIC_MOVE);
        CacheEntries.prune(folder);
      } else if (!closed) {
        LOG.log(System.Logger.Level.WARNING, "Archiving class data failed; functions start slower");
      }
      Process unused = process.destroyForcibly();
    } finally {
      run = Optional.empty();
      Files.deleteIfExists(list);
      Files.deleteIfExists(draft);
    }
  }

  private Set<String> classes(String key) throws IOException {
    Path list = folder.resolve(key + ".classes");
    return Files.isRegularFile(list) ? new TreeSet<>(Files.readAllLines(list)) : Set.of();
  }

  /** Lines look like {@code com.shop.Cart source: file:/…/lib/cart.jar}. */
  private static Set<String> loaded(Path seen) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<String> lines = Files.lines(seen)) {
      lines.forEach(
          line -> {
            int source = line.indexOf(" source: ");
            String name = source < 0 ? "" : line.substring(0, source);
            if (!name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('+') < 0
                && !line.contains("source: __")
                && !name.contains("$$Lambda")
                && !name.contains("$Proxy")) {
              names.add(name);
            }
          });
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
    return names;
  }

  @Override
  public void close() {
    closed = true;
    run.ifPresent(Process::destroyForcibly);
  }
}
