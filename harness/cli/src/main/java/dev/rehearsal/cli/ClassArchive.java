package dev.rehearsal.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes of this JVM, parsed and laid out ready to map for the JVMs of later commands, which
 * then stand up in half the processor time. The launcher names the file where none is up to date.
 */
final class ClassArchive {

  /** The file to make; set by the launcher, which also lets this JVM take notes for it. */
  private static final String FILE = "rehearsal.class-archive";

  private ClassArchive() {}

  /** Makes the archive where the launcher asks for one; takes some seconds. */
  static void keep(PrintStream out) {
    String file = System.getProperty(FILE);
    if (file == null) {
      return;
    }
    out.println("Preparing quicker starts, this once …");
    Path archive = Path.of(file);
    Path draft =
        archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
    // The JVM would tell of its work on standard output.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      Object unused =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmCds",
                  new Object[] {new String[] {"dynamic_dump", draft.toString()}},
                  new String[] {String[].class.getName()});
      Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
    } catch (JMException | IOException failure) {
      // The next command starts as slowly as this one did: nothing else is lost.
      System.getLogger(ClassArchive.class.getName())
          .log(System.Logger.Level.WARNING, "No class archive was made in " + file, failure);
    } finally {
      System.setOut(out);
    }
  }
}
