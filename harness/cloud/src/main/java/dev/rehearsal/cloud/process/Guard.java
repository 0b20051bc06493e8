package dev.rehearsal.cloud.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up after this process, however it ends: even a SIGKILL closes the pipe that the guard
 * reads.
 *
 * <p>The guard is a small shell of its own, started with the first thing that it is told. When its
 * pipe closes it stops the processes and deletes the folders that were not taken back. A process is
 * known by its id and start time, so that a reused id is never hit. Thread-safe.
 */
public final class Guard implements AutoCloseable {

  /** How a process is asked to end before it is killed. */
  public enum Signal {
    TERM,
    /** PostgreSQL's immediate shutdown, which also gives back its shared memory. */
    QUIT,
    KILL
  }

  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      pids=''; folders=''; containers=''
      started() { s=$(cat /proc/$1/stat 2>/dev/null) || return 1; set -- ${s##*) }; echo "${20}"; }
      without() { r=''; while read -r l; do [ -n "$l" ] && [ "$l" != "$2" ] && r="$r$l
      "; done <<E
      $1
      E
      }
      while read -r verb what; do
        case $verb in
          stop) pids="$pids$what
      " ;;
          spare) without "$pids" "$what"; pids=$r ;;
          delete) folders="$folders$what
      " ;;
          keep) without "$folders" "$what"; folders=$r ;;
          remove) containers="$containers$what
      " ;;
          leave) without "$containers" "$what"; containers=$r ;;
        esac
      done
      each() { while read -r pid start signal; do
        [ -n "$pid" ] && [ "$(started $pid)" = "$start" ] && kill -${1:-$signal} $pid 2>/dev/null && found=1
      done <<E
      $pids
      E
      }
      [ -z "$containers" ] || docker rm --force --volumes $containers >/dev/null 2>&1
      found=''; each
      if [ -n "$found" ]; then
        for i in 1 2 3 4 5 6 7 8 9 10; do
          found=''; each 0
          [ -z "$found" ] && break
          sleep 0.2
        done
        each KILL
      fi
      while read -r folder; do [ -n "$folder" ] && rm -rf -- "$folder"; done <<E
      $folders
      E
      """;

  private @Nullable Process shell;
  private @Nullable BufferedWriter pipe;
  private boolean closed;

  /**
   * Ends {@code process} when this process is gone. Does nothing where it has ended already.
   *
   * @throws IllegalStateException where the guard is closed; the process is killed then
   */
  public void stop(ProcessHandle process, Signal signal) {
    String line = line(process, signal);
    if (line != null) {
      try {
        tell("stop", line);
      } catch (IllegalStateException closed) {
        process.destroyForcibly();
        throw closed;
      }
      var unused = process.onExit().thenRun(() -> tellIfOpen("spare", line));
    }
  }

  /** Deletes {@code folder} and all in it when this process is gone. */
  public void delete(Path folder) {
    tell("delete", path(folder));
  }

  /** Takes {@link #delete} back. */
  public void keep(Path folder) {
    tellIfOpen("keep", path(folder));
  }

  /**
   * Removes a container with its volumes when this process is gone. Needs the {@code docker}
   * command then; where there is none, the next start must sweep.
   *
   * @param id the container's id, as its engine tells it
   */
  public void removeContainer(String id) {
    tell("remove", id);
  }

  /** Takes {@link #removeContainer} back. */
  public void keepContainer(String id) {
    tellIfOpen("leave", id);
  }

  /** Stops and deletes what has not been taken back, and waits until that is done. */
  @Override
  public void close() {
    Process ending;
    synchronized (this) {
      closed = true;
      ending = shell;
      if (ending == null) {
        return;
      }
      closePipe();
    }
    try {
      ending.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closePipe() {
    try {
      if (pipe != null) {
        pipe.close();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("The guard is gone.", broken);
    }
  }

  private synchronized void tellIfOpen(String verb, String what) {
    if (!closed && pipe != null) {
      tell(verb, what);
    }
  }

  private synchronized void tell(String verb, String what) {
    if (closed) {
      throw new IllegalStateException("The guard has been closed.");
    }
    try {
      if (pipe == null) {
        shell = new ProcessBuilder("sh", "-c", SCRIPT).directory(Path.of("/").toFile()).start();
        pipe =
            new BufferedWriter(
                new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.UTF_8));
      }
      pipe.write(verb + " " + what + "\n");
      pipe.flush();
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "The guard that cleans up after a crash could not be told to " + verb + " " + what,
          broken);
    }
  }

  private static String path(Path folder) {
    String path = folder.toAbsolutePath().normalize().toString();
    if (path.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("A folder with a line break in its name: " + path);
    }
    return path;
  }

  /**
   * Process id, start time in clock ticks as the kernel tells it, signal; null where it is gone.
   */
  private static @Nullable String line(ProcessHandle process, Signal signal) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return process.pid() + " " + fields[19] + " " + signal;
    } catch (IOException gone) {
      return null;
    }
  }
}
