package dev.t2s.shop.incident;

import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;
import dev.t2s.shop.runtime.Xml;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The shop's security groups. None of them is open to the whole world, so a rule that opens one was
 * written by hand.
 */
final class SecurityGroups {

  private static final String VERSION = "2016-11-15";
  private static final Set<String> WORLD = Set.of("0.0.0.0/0", "::/0");

  private final SignedCalls calls;
  private final Settings settings;

  SecurityGroups(SignedCalls calls, Settings settings) {
    this.calls = calls;
    this.settings = settings;
  }

  /**
   * Revokes the rules that let the whole world in.
   *
   * @return their ids
   */
  List<String> close() throws IOException {
    Map<String, List<String>> open =
        rules().objects("securityGroupRuleSet", "item").stream()
            .filter(rule -> rule.text("isEgress").equals("false"))
            .filter(
                rule ->
                    WORLD.contains(rule.text("cidrIpv4")) || WORLD.contains(rule.text("cidrIpv6")))
            .collect(
                Collectors.groupingBy(
                    rule -> rule.text("groupId"),
                    TreeMap::new,
                    Collectors.mapping(
                        rule -> rule.text("securityGroupRuleId"), Collectors.toList())));
    for (Map.Entry<String, List<String>> group : open.entrySet()) {
      Map<String, String> request = new TreeMap<>();
      request.put("GroupId", group.getKey());
      numbered("SecurityGroupRuleId.", group.getValue(), request);
      calls.query("ec2", VERSION, "RevokeSecurityGroupIngress", request);
    }
    return open.values().stream().flatMap(List::stream).toList();
  }

  private Xml rules() throws IOException {
    Map<String, String> request = new TreeMap<>();
    request.put("Filter.1.Name", "group-id");
    numbered("Filter.1.Value.", settings.list("SECURITY_GROUPS"), request);
    return calls.query("ec2", VERSION, "DescribeSecurityGroupRules", request);
  }

  private static void numbered(String name, List<String> values, Map<String, String> into) {
    for (int i = 0; i < values.size(); i++) {
      into.put(name + (i + 1), values.get(i));
    }
  }
}
