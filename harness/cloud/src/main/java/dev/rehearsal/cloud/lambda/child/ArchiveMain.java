package dev.rehearsal.cloud.lambda.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the classes that functions were seen to use, so that the JVM archives them as it exits. */
public final class ArchiveMain {

  private ArchiveMain() {}

  /** Loads each class named in the file that the only argument names, without running any code. */
  public static void main(String[] arguments) throws IOException {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    for (String name : Files.readAllLines(Path.of(arguments[0]))) {
      try {
        Class.forName(name, false, loader);
      } catch (ClassNotFoundException | LinkageError unavailable) {
        // Generated at run time, or optional: it is loaded as usual, or not at all.
        continue;
      }
    }
  }
}
