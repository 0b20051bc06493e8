package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what IAM refused for want of a permission into the statements that would give it. */
final class Permissions {

  private static final Pattern ROLE = Pattern.compile(":assumed-role/([^/]+)/");
  private static final int MOST = 5;

  private Permissions() {}

  /**
   * The statements that roles lacked, as Terraform writes them. What a policy denies expressly is
   * left out: no statement would allow it.
   *
   * @param hops what a journey caused
   * @param refusals what was refused meanwhile
   */
  static List<String> lacking(List<Hop> hops, List<Hop> refusals) {
    return Stream.concat(hops.stream(), refusals.stream())
        .map(Permissions::lacking)
        .flatMap(Optional::stream)
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static Optional<String> lacking(Hop hop) {
    String denied = hop.facts().getOrDefault("denied", "");
    Matcher role = ROLE.matcher(hop.facts().getOrDefault("caller", ""));
    int space = denied.indexOf(' ');
    if (space < 0
        || !role.find()
        || hop.facts().getOrDefault("decision", "").startsWith("denied by")) {
      return Optional.empty();
    }
    // What has no ARN, such as a telephone number, is reached by every resource only.
    String resource = denied.substring(space + 1);
    return Optional.of(
        "the role "
            + role.group(1)
            + " lacks: statement { actions = [\""
            + denied.substring(0, space)
            + "\"], resources = [\""
            + (resource.startsWith("arn:") ? resource : "*")
            + "\"] }");
  }
}
