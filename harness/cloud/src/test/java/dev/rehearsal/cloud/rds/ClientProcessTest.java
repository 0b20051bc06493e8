package dev.rehearsal.cloud.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ClientProcessTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final long self = ProcessHandle.current().pid();

  @Test
  void aPortThatAnotherConnectionHadIsStillTheNewOnes() throws IOException {
    try (ServerSocket first = new ServerSocket(0, 50, LOOPBACK);
        ServerSocket second = new ServerSocket(0, 50, LOOPBACK)) {
      for (int i = 0; i < 20; i++) {
        int port;
        try (Socket old = connected(0, first);
            Socket accepted = first.accept()) {
          port = old.getLocalPort();
          old.close(); // The client closes first: its end stays in the system's table.
          assertEquals(-1, accepted.getInputStream().read());
        }
        try (Socket client = connected(port, second);
            Socket accepted = second.accept()) {
          assertEquals(OptionalLong.of(self), found(accepted));
        }
      }
    }
  }

  @Test
  void aProcessWithoutTheConnectionIsNotTheClient() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK);
        Socket client = connected(0, server);
        Socket accepted = server.accept()) {
      assertEquals(OptionalLong.of(self), found(accepted));
      assertEquals(
          OptionalLong.empty(),
          ClientProcess.of(
              (InetSocketAddress) accepted.getRemoteSocketAddress(),
              (InetSocketAddress) accepted.getLocalSocketAddress(),
              List.of(1L)));
    }
  }

  private OptionalLong found(Socket accepted) {
    return ClientProcess.of(
        (InetSocketAddress) accepted.getRemoteSocketAddress(),
        (InetSocketAddress) accepted.getLocalSocketAddress(),
        List.of(self));
  }

  private static Socket connected(int port, ServerSocket server) throws IOException {
    Socket socket = new Socket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(LOOPBACK, port));
    socket.connect(server.getLocalSocketAddress());
    return socket;
  }
}
