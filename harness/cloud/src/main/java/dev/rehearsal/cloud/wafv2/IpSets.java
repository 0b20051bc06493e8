package dev.rehearsal.cloud.wafv2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.IPSet;

/** The IP sets of one account. Thread-safe. */
final class IpSets {

  /** A set with its ranges read. */
  private record Kept(IPSet set, List<AddressRange> ranges) {}

  private final Map<String, Kept> byArn = new ConcurrentHashMap<>();

  void put(IPSet set) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String range : set.addresses()) {
      try {
        AddressRange read = AddressRange.of(range);
        if ((read.network().length == 4) != set.ipAddressVersionAsString().equals("IPV4")) {
          throw WafErrors.invalid("IP_ADDRESS", range + " is not " + set.ipAddressVersion());
        }
        ranges.add(read);
      } catch (IllegalArgumentException broken) {
        throw WafErrors.invalid("IP_ADDRESS", String.valueOf(broken.getMessage()));
      }
    }
    byArn.put(set.arn(), new Kept(set, List.copyOf(ranges)));
  }

  IPSet byArn(String arn) {
    Kept kept = byArn.get(arn);
    if (kept == null) {
      throw WafErrors.missing();
    }
    return kept.set();
  }

  List<IPSet> all() {
    return byArn.values().stream().map(Kept::set).toList();
  }

  void remove(String arn) {
    byArn.remove(arn);
  }

  boolean hold(@Nullable String arn, String address) {
    Kept kept = arn == null ? null : byArn.get(arn);
    return kept != null && kept.ranges().stream().anyMatch(range -> range.holds(address));
  }
}
