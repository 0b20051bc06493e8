package dev.rehearsal.cloud.cloudfront;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which headers, cookies or query strings a policy takes.
 *
 * @param all whether all but {@code names} are taken, instead of only those
 * @param names lower-case names
 */
record Selection(boolean all, Set<String> names) {

  static final Selection NONE = new Selection(false, Set.of());
  static final Selection ALL = new Selection(true, Set.of());

  static Selection only(Collection<String> names) {
    return new Selection(false, lower(names));
  }

  static Selection except(Collection<String> names) {
    return new Selection(true, lower(names));
  }

  boolean takes(String name) {
    return all != names.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Set<String> lower(Collection<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
