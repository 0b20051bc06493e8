package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.ec2.Ec2;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidSubnetException;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.Subnet;

/** The subnet groups of one account and region: where in a VPC instances may stand. Thread-safe. */
final class DbSubnetGroups {

  private final Surroundings aws;
  private final Map<String, DBSubnetGroup> groups = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();

  DbSubnetGroups(Surroundings aws) {
    this.aws = aws;
  }

  DBSubnetGroup create(CreateDbSubnetGroupRequest asked) {
    String name = asked.dbSubnetGroupName().toLowerCase(Locale.ROOT);
    if (name.equals("default")) {
      throw AwsError.of(
          "InvalidParameterValue", 400, "The subnet group name 'default' is reserved.");
    }
    DBSubnetGroup group = describe(name, asked.dbSubnetGroupDescription(), asked.subnetIds());
    if (groups.putIfAbsent(name, group) != null) {
      throw AwsError.of(
          DbSubnetGroupAlreadyExistsException.builder(),
          "DBSubnetGroupAlreadyExists",
          400,
          "The DB subnet group '" + name + "' already exists.");
    }
    Map<String, String> own = new ConcurrentSkipListMap<>();
    asked.tags().forEach(tag -> own.put(tag.key(), DbInstance.or(tag.value(), "")));
    tags.put(name, own);
    return group;
  }

  DBSubnetGroup get(String name) {
    DBSubnetGroup found = groups.get(name.toLowerCase(Locale.ROOT));
    if (found == null) {
      throw AwsError.of(
          DbSubnetGroupNotFoundException.builder(),
          "DBSubnetGroupNotFoundFault",
          404,
          "DB subnet group '" + name + "' does not exist.");
    }
    return found;
  }

  List<DBSubnetGroup> all() {
    return List.copyOf(groups.values());
  }

  DBSubnetGroup modify(ModifyDbSubnetGroupRequest asked) {
    DBSubnetGroup before = get(asked.dbSubnetGroupName());
    DBSubnetGroup after =
        describe(
            before.dbSubnetGroupName(),
            DbInstance.or(asked.dbSubnetGroupDescription(), before.dbSubnetGroupDescription()),
            asked.subnetIds());
    groups.put(before.dbSubnetGroupName(), after);
    return after;
  }

  void delete(String name) {
    String known = get(name).dbSubnetGroupName();
    groups.remove(known);
    tags.remove(known);
  }

  Map<String, String> tags(String name) {
    return tags.getOrDefault(get(name).dbSubnetGroupName(), Map.of());
  }

  private DBSubnetGroup describe(String name, String description, List<String> subnetIds) {
    List<software.amazon.awssdk.services.ec2.model.Subnet> subnets = subnets(subnetIds);
    Set<String> zones =
        subnets.stream()
            .map(software.amazon.awssdk.services.ec2.model.Subnet::availabilityZone)
            .collect(Collectors.toCollection(TreeSet::new));
    if (zones.size() < 2) {
      throw AwsError.of(
          DbSubnetGroupDoesNotCoverEnoughAZsException.builder(),
          "DBSubnetGroupDoesNotCoverEnoughAZs",
          400,
          "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current"
              + " AZ coverage: "
              + String.join(", ", zones)
              + ". Add subnets to cover at least 2 AZs.");
    }
    return DBSubnetGroup.builder()
        .dbSubnetGroupName(name)
        .dbSubnetGroupArn(aws.arn("rds", "subgrp:" + name))
        .dbSubnetGroupDescription(description)
        .subnetGroupStatus("Complete")
        .vpcId(subnets.get(0).vpcId())
        .supportedNetworkTypes("IPV4")
        .subnets(
            subnets.stream()
                .map(
                    subnet ->
                        Subnet.builder()
                            .subnetIdentifier(subnet.subnetId())
                            .subnetAvailabilityZone(zone -> zone.name(subnet.availabilityZone()))
                            .subnetStatus("Active")
                            .build())
                .toList())
        .build();
  }

  private List<software.amazon.awssdk.services.ec2.model.Subnet> subnets(List<String> ids) {
    try {
      List<software.amazon.awssdk.services.ec2.model.Subnet> found =
          aws.peer(Ec2.class, aws.region())
              .describeSubnets(describe -> describe.subnetIds(ids))
              .subnets();
      if (found.isEmpty() || found.stream().map(s -> s.vpcId()).distinct().count() > 1) {
        throw invalid("The subnets of a group must be of one VPC.");
      }
      return found;
    } catch (AwsServiceException unknown) {
      throw invalid("Some input subnets in :[" + String.join(", ", ids) + "] are invalid.");
    }
  }

  private static AwsServiceException invalid(String message) {
    return AwsError.of(InvalidSubnetException.builder(), "InvalidSubnet", 400, message);
  }
}
