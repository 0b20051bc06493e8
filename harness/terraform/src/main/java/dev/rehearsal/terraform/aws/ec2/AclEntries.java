package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;

/** Rules of network ACLs between Terraform's objects and EC2's entries. */
final class AclEntries {

  private static final int LAST = 32767;

  private AclEntries() {}

  /** EC2 answers protocols by number; configurations mostly name them. */
  static String protocol(String answered) {
    return switch (answered) {
      case "6" -> "tcp";
      case "17" -> "udp";
      case "1" -> "icmp";
      default -> answered;
    };
  }

  static boolean sameProtocol(Object one, Object other) {
    return number(one.toString()).equals(number(other.toString()));
  }

  private static String number(String protocol) {
    return switch (protocol) {
      case "tcp" -> "6";
      case "udp" -> "17";
      case "icmp" -> "1";
      case "all" -> "-1";
      default -> protocol;
    };
  }

  static List<Map<String, @Nullable Object>> objects(NetworkAcl acl, boolean egress) {
    return acl.entries().stream()
        .filter(entry -> entry.egress() == egress && entry.ruleNumber() < LAST)
        .map(
            entry -> {
              Map<String, @Nullable Object> object = new LinkedHashMap<>();
              object.put("action", entry.ruleActionAsString());
              object.put("cidr_block", entry.cidrBlock());
              object.put("from_port", entry.portRange() == null ? 0 : entry.portRange().from());
              object.put(
                  "icmp_code", entry.icmpTypeCode() == null ? 0 : entry.icmpTypeCode().code());
              object.put(
                  "icmp_type", entry.icmpTypeCode() == null ? 0 : entry.icmpTypeCode().type());
              object.put("ipv6_cidr_block", "");
              object.put("protocol", protocol(entry.protocol()));
              object.put("rule_no", entry.ruleNumber());
              object.put("to_port", entry.portRange() == null ? 0 : entry.portRange().to());
              return object;
            })
        .toList();
  }

  static void add(ResourceInstance it, String acl, boolean egress, Values object, String number) {
    String protocol = number(object.string("protocol"));
    it.client(Ec2Client.class)
        .createNetworkAclEntry(
            create -> {
              create
                  .networkAclId(acl)
                  .egress(egress)
                  .ruleNumber(object.integer(number))
                  .protocol(protocol)
                  .ruleAction(object.text(number.equals("rule_no") ? "action" : "rule_action"))
                  .cidrBlock(object.text("cidr_block"))
                  .ipv6CidrBlock(object.text("ipv6_cidr_block"));
              if (protocol.equals("6") || protocol.equals("17")) {
                create.portRange(
                    range -> range.from(object.integer("from_port")).to(object.integer("to_port")));
              }
              if (protocol.equals("1")) {
                create.icmpTypeCode(
                    icmp ->
                        icmp.type(object.integer("icmp_type")).code(object.integer("icmp_code")));
              }
            });
  }
}
