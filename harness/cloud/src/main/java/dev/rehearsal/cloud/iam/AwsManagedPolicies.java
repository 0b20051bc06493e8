package dev.rehearsal.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** AWS's own managed policies, those that platforms like this one attach. */
final class AwsManagedPolicies {

  private static final Instant SINCE = Instant.parse("2015-02-06T18:40:58Z");

  private AwsManagedPolicies() {}

  /** Reads them: the path and name of each, with its document. */
  static Map<String, ManagedPolicy> load() {
    Map<String, ManagedPolicy> policies = new TreeMap<>();
    try (InputStream in =
        AwsManagedPolicies.class.getResourceAsStream("aws-managed-policies.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      all.fields()
          .forEachRemaining(
              each -> {
                String arn = "arn:aws:iam::aws:policy" + each.getKey();
                int slash = each.getKey().lastIndexOf('/') + 1;
                policies.put(
                    arn,
                    new ManagedPolicy(
                        arn,
                        each.getKey().substring(slash),
                        each.getKey().substring(0, slash),
                        "ANPA" + id(arn),
                        null,
                        each.getValue().toString(),
                        SINCE));
              });
    } catch (IOException broken) {
      throw new UncheckedIOException("AWS's managed policies could not be read.", broken);
    }
    return policies;
  }

  private static String id(String arn) {
    String digits =
        Integer.toString(arn.hashCode() & 0x7fffffff, 32).toUpperCase(java.util.Locale.ROOT);
    return ("AWSMANAGEDPOLICY" + "0".repeat(7) + digits).substring(6).substring(0, 17);
  }
}
