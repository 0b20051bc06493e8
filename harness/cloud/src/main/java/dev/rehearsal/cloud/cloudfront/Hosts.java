package dev.rehearsal.cloud.cloudfront;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.model.Aliases;
import software.amazon.awssdk.services.cloudfront.model.Distribution;

/** Finds the distribution that a Host header names. */
final class Hosts {

  private Hosts() {}

  /** By id or domain as first label, by domain, by alias; else the only one there is. */
  static Optional<Distribution> find(List<Distribution> distributions, String host) {
    String name = host.replaceFirst(":\\d+$", "");
    int dot = name.indexOf('.');
    String label = dot < 0 ? name : name.substring(0, dot);
    for (Distribution distribution : distributions) {
      String domain = distribution.domainName();
      if (label.equalsIgnoreCase(distribution.id())
          || name.equals(domain)
          || label.equals(domain.substring(0, domain.indexOf('.')))
          || alias(distribution, name)) {
        return Optional.of(distribution);
      }
    }
    boolean foreign = name.endsWith(".cloudfront.net");
    return distributions.size() == 1 && !foreign
        ? Optional.of(distributions.get(0))
        : Optional.empty();
  }

  /** Whether a name is one of a distribution's aliases. */
  static boolean alias(Distribution distribution, String name) {
    Aliases aliases = distribution.distributionConfig().aliases();
    return aliases != null
        && aliases.items().stream()
            .anyMatch(
                alias ->
                    alias.equalsIgnoreCase(name)
                        || (alias.startsWith("*.")
                            && name.endsWith(alias.substring(1).toLowerCase(Locale.ROOT))));
  }
}
