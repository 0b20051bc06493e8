package dev.rehearsal.cloud.rds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the process at the other end of a loopback connection, as {@code lsof} does. Linux only.
 */
final class ClientProcess {

  private static final Path CONNECTIONS = Path.of("/proc/net/tcp");
  private static final Path CONNECTIONS_6 = Path.of("/proc/net/tcp6");

  /** A table that changes while it is read may leave a connection out. */
  private static final int LOOKS = 5;

  private ClientProcess() {}

  /**
   * Which of some processes has a connection from {@code client} to {@code server}.
   *
   * @return empty where none of them has, or where the system does not tell
   */
  static OptionalLong of(
      InetSocketAddress client, InetSocketAddress server, Collection<Long> candidates) {
    if (candidates.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      String inode = null;
      for (int look = 0; look < LOOKS && inode == null; look++) {
        inode = inode(client, server, CONNECTIONS);
        if (inode == null && Files.exists(CONNECTIONS_6)) {
          inode = inode(client, server, CONNECTIONS_6);
        }
      }
      if (inode != null) {
        String socket = "socket:[" + inode + "]";
        for (long pid : candidates) {
          if (holds(pid, socket)) {
            return OptionalLong.of(pid);
          }
        }
      }
    } catch (IOException unreadable) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  /**
   * The socket of the client's end. Its port alone does not tell: the system gives one port to
   * connections with different servers, and closed ones stay in the table for a minute, without a
   * socket.
   */
  private static @Nullable String inode(
      InetSocketAddress client, InetSocketAddress server, Path table) throws IOException {
    String from = port(client);
    String to = port(server);
    boolean loopback = client.getAddress().equals(InetAddress.getLoopbackAddress());
    for (String line : Files.readAllLines(table)) {
      String[] fields = line.strip().split("\\s+", -1);
      if (loopback
          && fields.length > 9
          && fields[1].endsWith(from)
          && fields[2].endsWith(to)
          && !fields[9].equals("0")) {
        return fields[9];
      }
    }
    return null;
  }

  private static String port(InetSocketAddress address) {
    return String.format(Locale.ROOT, ":%04X", address.getPort());
  }

  private static boolean holds(long pid, String socket) {
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path each : open) {
        if (linksTo(each, socket)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException gone) {
      return false;
    }
    return false;
  }

  private static boolean linksTo(Path link, String target) {
    try {
      return Files.readSymbolicLink(link).toString().equals(target);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
