package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Network ACLs: numbered rules at a subnet's border, in both directions, without memory. */
final class NetworkAcls {

  /** The number of the rule that denies the rest; AWS shows it as an asterisk. */
  static final int LAST = 32767;

  private final Store store;

  NetworkAcls(Store store) {
    this.store = store;
  }

  /** A VPC's default list lets everything through. */
  void createDefault(Vpc vpc) {
    NetworkAcl acl = acl(vpc.vpcId(), true);
    List<NetworkAclEntry> entries = new ArrayList<>(acl.entries());
    for (boolean egress : List.of(false, true)) {
      entries.add(entry(100, "-1", RuleAction.ALLOW, egress, "0.0.0.0/0").build());
    }
    store.acls.put(acl.networkAclId(), acl.toBuilder().entries(entries).build());
  }

  CreateNetworkAclResponse create(CreateNetworkAclRequest asked) {
    String vpc = store.vpcs.get(Ec2Errors.required(asked.vpcId(), "vpcId")).vpcId();
    NetworkAcl acl = acl(vpc, false);
    store.acls.put(acl.networkAclId(), acl);
    store.tags.create(acl.networkAclId(), asked.tagSpecifications());
    return CreateNetworkAclResponse.builder().networkAcl(shown(acl)).build();
  }

  DescribeNetworkAclsResponse describe(DescribeNetworkAclsRequest asked) {
    Page<NetworkAcl> page =
        Listing.page(
            store.acls.find(asked.networkAclIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeNetworkAclsResponse.builder()
        .networkAcls(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteNetworkAclResponse delete(DeleteNetworkAclRequest asked) {
    NetworkAcl acl = store.acls.get(asked.networkAclId());
    if (acl.isDefault()) {
      throw Ec2Errors.invalid("cannot delete default network ACL " + acl.networkAclId());
    }
    if (!acl.associations().isEmpty()) {
      throw Ec2Errors.inUse(
          "The networkAcl '" + acl.networkAclId() + "' has dependencies and cannot be deleted.");
    }
    store.acls.remove(acl.networkAclId());
    return DeleteNetworkAclResponse.builder().build();
  }

  CreateNetworkAclEntryResponse add(CreateNetworkAclEntryRequest asked) {
    NetworkAcl acl = store.acls.get(asked.networkAclId());
    if (find(acl, asked.ruleNumber(), asked.egress()).isPresent()) {
      throw Ec2Errors.of(
          "NetworkAclEntryAlreadyExists",
          "The network acl entry identified by " + asked.ruleNumber() + " already exists.");
    }
    change(acl, null, entry(asked));
    return CreateNetworkAclEntryResponse.builder().build();
  }

  ReplaceNetworkAclEntryResponse replace(ReplaceNetworkAclEntryRequest asked) {
    NetworkAcl acl = store.acls.get(asked.networkAclId());
    NetworkAclEntry old = require(acl, asked.ruleNumber(), asked.egress());
    change(
        acl,
        old,
        entry(
            CreateNetworkAclEntryRequest.builder()
                .ruleNumber(asked.ruleNumber())
                .protocol(asked.protocol())
                .ruleAction(asked.ruleAction())
                .egress(asked.egress())
                .cidrBlock(asked.cidrBlock())
                .ipv6CidrBlock(asked.ipv6CidrBlock())
                .portRange(asked.portRange())
                .icmpTypeCode(asked.icmpTypeCode())
                .build()));
    return ReplaceNetworkAclEntryResponse.builder().build();
  }

  DeleteNetworkAclEntryResponse remove(DeleteNetworkAclEntryRequest asked) {
    NetworkAcl acl = store.acls.get(asked.networkAclId());
    change(acl, require(acl, asked.ruleNumber(), asked.egress()), null);
    return DeleteNetworkAclEntryResponse.builder().build();
  }

  ReplaceNetworkAclAssociationResponse reassociate(ReplaceNetworkAclAssociationRequest asked) {
    NetworkAcl before =
        store.acls.all().stream()
            .filter(
                acl ->
                    acl.associations().stream()
                        .anyMatch(a -> a.networkAclAssociationId().equals(asked.associationId())))
            .findFirst()
            .orElseThrow(
                () ->
                    Ec2Errors.of(
                        "InvalidAssociationID.NotFound",
                        "The association ID '" + asked.associationId() + "' does not exist"));
    String subnet =
        before.associations().stream()
            .filter(each -> each.networkAclAssociationId().equals(asked.associationId()))
            .findFirst()
            .orElseThrow()
            .subnetId();
    store.acls.get(asked.networkAclId());
    leave(subnet);
    return ReplaceNetworkAclAssociationResponse.builder()
        .newAssociationId(associate(asked.networkAclId(), subnet))
        .build();
  }

  /** A new subnet stands under its VPC's default list. */
  void join(Subnet subnet) {
    associate(defaultOf(subnet.vpcId()).networkAclId(), subnet.subnetId());
  }

  void leave(String subnet) {
    for (NetworkAcl acl : store.acls.all()) {
      store.acls.put(
          acl.networkAclId(),
          acl.toBuilder()
              .associations(
                  acl.associations().stream().filter(a -> !a.subnetId().equals(subnet)).toList())
              .build());
    }
  }

  /** The list that a subnet stands under. */
  NetworkAcl of(String subnet) {
    return store.acls.all().stream()
        .filter(acl -> acl.associations().stream().anyMatch(a -> a.subnetId().equals(subnet)))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a VPC has lists beside the default one. */
  boolean more(String vpc) {
    return store.acls.all().stream().anyMatch(acl -> acl.vpcId().equals(vpc) && !acl.isDefault());
  }

  void forget(String vpc) {
    store.acls.all().stream()
        .filter(acl -> acl.vpcId().equals(vpc))
        .forEach(acl -> store.acls.remove(acl.networkAclId()));
  }

  private NetworkAcl defaultOf(String vpc) {
    return store.acls.all().stream()
        .filter(acl -> acl.vpcId().equals(vpc) && acl.isDefault())
        .findFirst()
        .orElseThrow();
  }

  private String associate(String acl, String subnet) {
    NetworkAcl before = store.acls.get(acl);
    String id = store.id("aclassoc");
    List<NetworkAclAssociation> associations = new ArrayList<>(before.associations());
    associations.add(
        NetworkAclAssociation.builder()
            .networkAclAssociationId(id)
            .networkAclId(acl)
            .subnetId(subnet)
            .build());
    store.acls.put(acl, before.toBuilder().associations(associations).build());
    return id;
  }

  private NetworkAcl acl(String vpc, boolean isDefault) {
    return NetworkAcl.builder()
        .networkAclId(store.id("acl"))
        .vpcId(vpc)
        .isDefault(isDefault)
        .ownerId(store.aws().account())
        .associations(List.of())
        .entries(
            entry(LAST, "-1", RuleAction.DENY, false, "0.0.0.0/0").build(),
            entry(LAST, "-1", RuleAction.DENY, true, "0.0.0.0/0").build())
        .build();
  }

  private static NetworkAclEntry.Builder entry(
      int number, String protocol, RuleAction action, boolean egress, String block) {
    return NetworkAclEntry.builder()
        .ruleNumber(number)
        .protocol(protocol)
        .ruleAction(action)
        .egress(egress)
        .cidrBlock(block);
  }

  private static NetworkAclEntry entry(CreateNetworkAclEntryRequest asked) {
    Ec2Errors.refuse(asked.ipv6CidrBlock(), "Ipv6CidrBlock");
    Integer number = asked.ruleNumber();
    if (number == null || number < 1 || number >= LAST) {
      throw Ec2Errors.invalid(
          "Value ("
              + number
              + ") for parameter ruleNumber is invalid. Must be between 1 and 32766");
    }
    String protocol = protocol(Ec2Errors.required(asked.protocol(), "protocol"));
    if ((protocol.equals("6") || protocol.equals("17")) && asked.portRange() == null) {
      throw Ec2Errors.missing("portRange");
    }
    String block = Ec2Errors.required(asked.cidrBlock(), "cidrBlock");
    if (asked.ruleAction() == null || asked.ruleAction() == RuleAction.UNKNOWN_TO_SDK_VERSION) {
      throw Ec2Errors.missing("ruleAction");
    }
    return entry(
            number,
            protocol,
            asked.ruleAction(),
            Boolean.TRUE.equals(asked.egress()),
            Ec2Errors.cidr(block, "cidrBlock").toString())
        .portRange(asked.portRange())
        .icmpTypeCode(asked.icmpTypeCode())
        .build();
  }

  /** EC2 keeps protocols by their number. */
  private static String protocol(String asked) {
    return switch (asked.toLowerCase(Locale.ROOT)) {
      case "tcp" -> "6";
      case "udp" -> "17";
      case "icmp" -> "1";
      case "all" -> "-1";
      default -> asked;
    };
  }

  private static Optional<NetworkAclEntry> find(
      NetworkAcl acl, @Nullable Integer number, @Nullable Boolean egress) {
    return acl.entries().stream()
        .filter(
            each ->
                each.ruleNumber().equals(number) && each.egress() == Boolean.TRUE.equals(egress))
        .findFirst();
  }

  private static NetworkAclEntry require(
      NetworkAcl acl, @Nullable Integer number, @Nullable Boolean egress) {
    return find(acl, number, egress)
        .orElseThrow(
            () ->
                Ec2Errors.of(
                    "InvalidNetworkAclEntry.NotFound",
                    "The network acl entry identified by rule number "
                        + number
                        + " does not"
                        + " exist in network acl "
                        + acl.networkAclId()));
  }

  private void change(
      NetworkAcl acl, @Nullable NetworkAclEntry old, @Nullable NetworkAclEntry with) {
    List<NetworkAclEntry> entries = new ArrayList<>(acl.entries());
    if (old != null) {
      entries.remove(old);
    }
    if (with != null) {
      entries.add(with);
    }
    store.acls.put(acl.networkAclId(), acl.toBuilder().entries(entries).build());
  }

  private NetworkAcl shown(NetworkAcl acl) {
    return acl.toBuilder().tags(store.tags.of(acl.networkAclId())).build();
  }
}
