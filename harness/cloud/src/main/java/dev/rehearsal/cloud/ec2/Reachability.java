package dev.rehearsal.cloud.ec2;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/**
 * Follows a TCP connection from one network interface to another through security groups, network
 * ACLs and back, as AWS would, and names the first rule that is missing.
 */
final class Reachability {

  private static final String TCP = "6";

  /** The ports that Linux clients connect from; answers go there. */
  private static final int FIRST_CLIENT_PORT = 32768;

  private static final int LAST_CLIENT_PORT = 60999;

  private final Store store;
  private final NetworkAcls acls;

  Reachability(Store store, NetworkAcls acls) {
    this.store = store;
    this.acls = acls;
  }

  /** Why a connection can't be made, as a sentence; empty where it can. */
  Optional<String> obstacle(NetworkInterface from, NetworkInterface to, int port) {
    if (!from.vpcId().equals(to.vpcId())) {
      return Optional.of(
          "No route leads from VPC "
              + store.named(from.vpcId())
              + " to VPC "
              + store.named(to.vpcId())
              + ".");
    }
    if (!allowed(from, true, to, port)) {
      return Optional.of(
          "No egress rule of security group "
              + groups(from)
              + " lets tcp "
              + port
              + " out to "
              + groups(to)
              + " at "
              + to.privateIpAddress()
              + ".");
    }
    if (!allowed(to, false, from, port)) {
      return Optional.of(
          "No ingress rule of security group "
              + groups(to)
              + " lets tcp "
              + port
              + " in from "
              + groups(from)
              + " at "
              + from.privateIpAddress()
              + ".");
    }
    if (from.subnetId().equals(to.subnetId())) {
      return Optional.empty(); // Network ACLs stand at a subnet's border.
    }
    return Stream.of(
            border(from, true, to, port, port),
            border(to, false, from, port, port),
            border(to, true, from, FIRST_CLIENT_PORT, LAST_CLIENT_PORT),
            border(from, false, to, FIRST_CLIENT_PORT, LAST_CLIENT_PORT))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The group that a rule names as its peer; null where it names none. */
  static @Nullable String referenced(SecurityGroupRule rule) {
    ReferencedSecurityGroup info = rule.referencedGroupInfo();
    return info == null ? null : info.groupId();
  }

  private boolean allowed(NetworkInterface of, boolean egress, NetworkInterface peer, int port) {
    List<String> own = of.groups().stream().map(GroupIdentifier::groupId).toList();
    List<String> peers = peer.groups().stream().map(GroupIdentifier::groupId).toList();
    return store.rules.all().stream()
        .filter(rule -> own.contains(rule.groupId()) && rule.isEgress() == egress)
        .filter(rule -> covers(rule, port))
        .anyMatch(
            rule ->
                peers.contains(String.valueOf(referenced(rule)))
                    || (rule.cidrIpv4() != null
                        && Cidr.parse(rule.cidrIpv4()).contains(peer.privateIpAddress())));
  }

  private static boolean covers(SecurityGroupRule rule, int port) {
    return rule.ipProtocol().equals("-1")
        || (rule.ipProtocol().equals("tcp") && rule.fromPort() <= port && port <= rule.toPort());
  }

  /** What the network ACL of an interface's subnet has against packets; empty where nothing. */
  private Optional<String> border(
      NetworkInterface at, boolean egress, NetworkInterface peer, int first, int last) {
    NetworkAcl acl = acls.of(at.subnetId());
    return Stream.of(decider(acl, egress, peer, first), decider(acl, egress, peer, last))
        .filter(rule -> rule.ruleAction() == RuleAction.DENY)
        .findFirst()
        .map(
            rule ->
                "Network ACL "
                    + store.named(acl.networkAclId())
                    + " of subnet "
                    + store.named(at.subnetId())
                    + " does not let tcp "
                    + (first == last ? String.valueOf(first) : first + "-" + last)
                    + (egress ? " out to " : " in from ")
                    + peer.privateIpAddress()
                    + (rule.ruleNumber() == NetworkAcls.LAST
                        ? ": no rule allows it."
                        : ": rule " + rule.ruleNumber() + " denies it."));
  }

  private static NetworkAclEntry decider(
      NetworkAcl acl, boolean egress, NetworkInterface peer, int port) {
    return acl.entries().stream()
        .filter(rule -> rule.egress() == egress)
        .sorted(Comparator.comparing(NetworkAclEntry::ruleNumber))
        .filter(rule -> rule.protocol().equals("-1") || rule.protocol().equals(TCP))
        .filter(rule -> Cidr.parse(rule.cidrBlock()).contains(peer.privateIpAddress()))
        .filter(
            rule ->
                rule.portRange() == null
                    || (rule.portRange().from() <= port && port <= rule.portRange().to()))
        .findFirst()
        .orElseThrow();
  }

  private String groups(NetworkInterface of) {
    return of.groups().isEmpty()
        ? "(none)"
        : of.groups().stream()
            .map(group -> store.named(group.groupId()))
            .collect(Collectors.joining(", "));
  }
}
