package dev.rehearsal.journeys.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The IP addresses that a journey's requests come from: one of its own, and one for each visitor.
 * The whole of 127.0.0.0/8 is the machine itself, so an address there is real to the edge.
 */
final class Visitors {

  private final String own;
  private final Map<String, String> addresses = new HashMap<>();

  Visitors(List<String> names, Seeds seeds) {
    this.own = loopback(seeds);
    names.forEach(name -> addresses.put(name, loopback(seeds)));
  }

  /** A visitor's address; the journey's own where {@code visitor} is null. */
  String address(@Nullable String visitor) {
    return visitor == null ? own : addresses.getOrDefault(visitor, own);
  }

  /**
   * The same as a socket's local address; null where a visitor needs none of their own and this
   * machine may have none to give.
   *
   * @throws IllegalStateException where a visitor needs one and only Linux could give it
   */
  @Nullable InetAddress socket(@Nullable String visitor) {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      if (visitor == null) {
        return null;
      }
      throw new IllegalStateException(
          "This machine has one loopback address only: " + visitor + " can't have another.");
    }
    try {
      return InetAddress.getByName(address(visitor));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String loopback(Seeds seeds) {
    byte[] bytes = seeds.bytes(3);
    return "127."
        + (1 + (bytes[0] & 0x7f))
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (1 + (bytes[2] & 0x7f));
  }
}
