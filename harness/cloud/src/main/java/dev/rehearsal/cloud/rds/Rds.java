package dev.rehearsal.cloud.rds;

import static dev.rehearsal.cloud.rds.DbInstance.is;
import static dev.rehearsal.cloud.rds.DbInstance.or;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.kms.Kms;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbParametersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParametersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbParameterGroupStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbSubnetGroupStateException;
import software.amazon.awssdk.services.rds.model.KmsKeyNotAccessibleException;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.rds.model.ResetDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ResetDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.StartDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.StartDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.StopDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.StopDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Amazon RDS for PostgreSQL: each instance is a real PostgreSQL server on the loopback interface.
 *
 * <p>An instance is {@code available} as soon as it is created. Its endpoint is 127.0.0.1 and,
 * unless a port was asked for, a free port.
 */
public final class Rds implements RdsClient {

  private final Surroundings aws;
  private final SpareServer servers;
  private final DbParameterGroups groups;
  private final DbSubnetGroups subnetGroups;
  private final Map<String, DbInstance> instances = new ConcurrentSkipListMap<>();

  public Rds(Surroundings aws) {
    this.aws = aws;
    this.servers = new SpareServer(aws);
    this.groups = new DbParameterGroups(aws);
    this.subnetGroups = new DbSubnetGroups(aws);
  }

  /** Starts a server in the background that the next instance takes over. */
  public void warm() {
    servers.prepare();
  }

  /**
   * A connection to an instance's database as superuser, for those who look at the rehearsal from
   * outside.
   *
   * @throws SQLException where the server does not answer
   */
  public Connection superuser(String instance, String database) throws SQLException {
    return find(instance).server.superuser(database);
  }

  @Override
  public CreateDbInstanceResponse createDBInstance(CreateDbInstanceRequest asked) {
    InstanceRules.check(asked, aws.databases());
    checkKey(asked.kmsKeyId());
    String id = asked.dbInstanceIdentifier().toLowerCase(Locale.ROOT);
    DbParameterGroups.Group group =
        groups.get(or(asked.dbParameterGroupName(), DbParameterGroups.DEFAULT));
    synchronized (instances) {
      if (instances.containsKey(id)) {
        throw AwsError.of(
            DbInstanceAlreadyExistsException.builder(),
            "DBInstanceAlreadyExists",
            400,
            "DB instance already exists");
      }
      Placement placement =
          asked.dbSubnetGroupName() == null
              ? null
              : Placement.of(aws, subnetGroups.get(asked.dbSubnetGroupName()), asked);
      DatabaseServer server = servers.take();
      String arn = aws.arn("rds", "db:" + id);
      SqlProxy proxy = endpoint(or(asked.port(), 0), server, id);
      try {
        DbInstance instance =
            new DbInstance(
                arn,
                "db-" + aws.ids().upper(26),
                aws.region(),
                asked.toBuilder().dbInstanceIdentifier(id).build(),
                server,
                proxy,
                placement,
                aws.clock().instant());
        instance.masterSecret(MasterUser.create(aws, asked, server));
        ServerParameters.configure(instance, group, true);
        instances.put(id, instance);
        lockWithItsKey(instance);
        return CreateDbInstanceResponse.builder().dbInstance(instance.described()).build();
      } catch (RuntimeException failed) {
        proxy.close();
        server.close();
        throw failed;
      }
    }
  }

  private void lockWithItsKey(DbInstance instance) {
    String key = instance.described().kmsKeyId();
    if (key != null) {
      aws.peer(Kms.class, aws.region())
          .whenUnusable(key, () -> instance.status(DbInstance.LOCKED));
    }
  }

  private void checkKey(@Nullable String key) {
    if (key != null && aws.peer(Kms.class, aws.region()).unusable(key).isPresent()) {
      throw AwsError.of(
          KmsKeyNotAccessibleException.builder(),
          "KMSKeyNotAccessibleFault",
          400,
          "The specified KMS key ["
              + key
              + "] does not exist, is not enabled or you do not have permissions to access it.");
    }
  }

  private SqlProxy endpoint(int port, DatabaseServer server, String id) {
    SqlHops door =
        new SqlHops(
            aws,
            aws.arn("rds", "db:" + id),
            (lambda, pid, clientPort) -> {
              DbInstance instance = instances.get(id);
              if (instance == null) {
                return Optional.empty();
              }
              return !instance.status().equals(DbInstance.AVAILABLE)
                  ? Optional.of(id + " is " + instance.status() + ".")
                  : Placement.obstacle(
                      aws, instance.described(), instance.placement(), lambda, pid, clientPort);
            });
    try {
      return SqlProxy.start(port, server.address(), aws.workers(), door);
    } catch (IOException taken) {
      server.close();
      throw AwsError.of(
          "InvalidParameterValue",
          400,
          "Port " + port + " of 127.0.0.1 is taken: leave the port out for a free one.");
    }
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest asked) {
    if (asked.dbInstanceIdentifier() != null) {
      return DescribeDbInstancesResponse.builder()
          .dbInstances(find(asked.dbInstanceIdentifier()).described())
          .build();
    }
    List<DBInstance> found =
        instances.values().stream()
            .map(DbInstance::described)
            .filter(
                instance ->
                    asked.filters().stream().allMatch(f -> InstanceRules.matches(instance, f)))
            .toList();
    return DescribeDbInstancesResponse.builder().dbInstances(found).build();
  }

  @Override
  public ModifyDbInstanceResponse modifyDBInstance(ModifyDbInstanceRequest asked) {
    InstanceRules.refuse(asked.newDBInstanceIdentifier(), "NewDBInstanceIdentifier");
    InstanceRules.refuse(asked.dbPortNumber(), "DBPortNumber");
    InstanceRules.refuse(asked.dbSubnetGroupName(), "DBSubnetGroupName");
    if (asked.engineVersion() != null) {
      InstanceRules.version(asked.engineVersion(), aws.databases());
    }
    synchronized (instances) {
      DbInstance instance = find(asked.dbInstanceIdentifier());
      if (asked.dbParameterGroupName() != null) {
        groups.get(asked.dbParameterGroupName());
      }
      if (asked.masterUserPassword() != null) {
        MasterUser.changePassword(
            instance.server, instance.described().masterUsername(), asked.masterUserPassword());
      }
      Placement placement = instance.placement();
      if (!asked.vpcSecurityGroupIds().isEmpty() && placement != null) {
        instance.placement(placement.regrouped(aws, asked.vpcSecurityGroupIds()));
      }
      instance.modify(asked);
      return ModifyDbInstanceResponse.builder().dbInstance(instance.described()).build();
    }
  }

  @Override
  public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest asked) {
    if (!is(asked.skipFinalSnapshot()) && asked.finalDBSnapshotIdentifier() == null) {
      throw AwsError.of(
          "InvalidParameterCombination",
          400,
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    }
    if (!is(asked.skipFinalSnapshot())) {
      throw AwsError.of(
          "NotImplemented",
          501,
          "The embedded RDS takes no snapshots yet: delete with SkipFinalSnapshot.");
    }
    synchronized (instances) {
      DbInstance instance = find(asked.dbInstanceIdentifier());
      DBInstance described = instance.described();
      if (described.deletionProtection()) {
        throw AwsError.of(
            "InvalidParameterCombination",
            400,
            "Cannot delete protected DB Instance, please disable deletion protection and try"
                + " again.");
      }
      instances.remove(described.dbInstanceIdentifier());
      instance.close();
      if (instance.placement() != null) {
        instance.placement().leave(aws);
      }
      if (described.masterUserSecret() != null) {
        MasterUser.forget(aws, described.masterUserSecret());
      }
      return DeleteDbInstanceResponse.builder()
          .dbInstance(described.toBuilder().dbInstanceStatus("deleting").build())
          .build();
    }
  }

  @Override
  public RebootDbInstanceResponse rebootDBInstance(RebootDbInstanceRequest asked) {
    synchronized (instances) {
      DbInstance instance = find(asked.dbInstanceIdentifier());
      InstanceRules.state(instance, DbInstance.AVAILABLE);
      if (is(asked.forceFailover()) && !instance.multiAz()) {
        throw AwsError.of(
            "InvalidParameterCombination",
            400,
            "ForceFailover cannot be specified since the instance is not configured for"
                + " Multi-AZ.");
      }
      ServerParameters.configure(instance, groups.get(instance.parameterGroup()), true);
      instance.proxy.dropConnections();
      return RebootDbInstanceResponse.builder().dbInstance(instance.described()).build();
    }
  }

  @Override
  public StopDbInstanceResponse stopDBInstance(StopDbInstanceRequest asked) {
    InstanceRules.refuse(asked.dbSnapshotIdentifier(), "DBSnapshotIdentifier");
    synchronized (instances) {
      DbInstance instance = find(asked.dbInstanceIdentifier());
      InstanceRules.state(instance, DbInstance.AVAILABLE);
      instance.status(DbInstance.STOPPED);
      return StopDbInstanceResponse.builder().dbInstance(instance.described()).build();
    }
  }

  @Override
  public StartDbInstanceResponse startDBInstance(StartDbInstanceRequest asked) {
    synchronized (instances) {
      DbInstance instance = find(asked.dbInstanceIdentifier());
      InstanceRules.state(instance, DbInstance.STOPPED, DbInstance.LOCKED);
      checkKey(instance.described().kmsKeyId());
      instance.status(DbInstance.AVAILABLE);
      return StartDbInstanceResponse.builder().dbInstance(instance.described()).build();
    }
  }

  @Override
  public DescribeDbEngineVersionsResponse describeDBEngineVersions(
      DescribeDbEngineVersionsRequest asked) {
    boolean served =
        (asked.engine() == null || asked.engine().equals("postgres"))
            && (asked.engineVersion() == null
                || aws.databases().version().startsWith(asked.engineVersion()));
    return DescribeDbEngineVersionsResponse.builder()
        .dbEngineVersions(
            served
                ? List.of(
                    DBEngineVersion.builder()
                        .engine("postgres")
                        .engineVersion(aws.databases().version())
                        .dbParameterGroupFamily(DbParameterGroups.FAMILY)
                        .dbEngineDescription("PostgreSQL")
                        .status("available")
                        .build())
                : List.of())
        .build();
  }

  @Override
  public CreateDbParameterGroupResponse createDBParameterGroup(
      CreateDbParameterGroupRequest asked) {
    return CreateDbParameterGroupResponse.builder()
        .dbParameterGroup(groups.create(asked).described)
        .build();
  }

  @Override
  public DescribeDbParameterGroupsResponse describeDBParameterGroups(
      DescribeDbParameterGroupsRequest asked) {
    List<DbParameterGroups.Group> found =
        asked.dbParameterGroupName() == null
            ? groups.all()
            : List.of(groups.get(asked.dbParameterGroupName()));
    return DescribeDbParameterGroupsResponse.builder()
        .dbParameterGroups(found.stream().map(group -> group.described).toList())
        .build();
  }

  @Override
  public DescribeDbParametersResponse describeDBParameters(DescribeDbParametersRequest asked) {
    if (asked.source() != null && !asked.source().equals("user")) {
      throw AwsError.of(
          "NotImplemented",
          501,
          "The embedded RDS describes the parameters of source user only, not "
              + asked.source()
              + ".");
    }
    return DescribeDbParametersResponse.builder()
        .parameters(
            groups.get(asked.dbParameterGroupName()).parameters.values().stream()
                .sorted(java.util.Comparator.comparing(Parameter::parameterName))
                .toList())
        .build();
  }

  @Override
  public ModifyDbParameterGroupResponse modifyDBParameterGroup(
      ModifyDbParameterGroupRequest asked) {
    DbParameterGroups.Group group = groups.get(asked.dbParameterGroupName());
    groups.modify(group, asked.parameters());
    reconfigure(group);
    return ModifyDbParameterGroupResponse.builder()
        .dbParameterGroupName(asked.dbParameterGroupName())
        .build();
  }

  @Override
  public ResetDbParameterGroupResponse resetDBParameterGroup(ResetDbParameterGroupRequest asked) {
    DbParameterGroups.Group group = groups.get(asked.dbParameterGroupName());
    groups.reset(group, asked.parameters(), is(asked.resetAllParameters()));
    reconfigure(group);
    return ResetDbParameterGroupResponse.builder()
        .dbParameterGroupName(asked.dbParameterGroupName())
        .build();
  }

  @Override
  public DeleteDbParameterGroupResponse deleteDBParameterGroup(
      DeleteDbParameterGroupRequest asked) {
    String name = asked.dbParameterGroupName();
    if (instances.values().stream().anyMatch(i -> i.parameterGroup().equals(name))) {
      throw AwsError.of(
          InvalidDbParameterGroupStateException.builder(),
          "InvalidDBParameterGroupState",
          400,
          "One or more database instances are still members of this parameter group "
              + name
              + ", so the group cannot be deleted");
    }
    groups.delete(name);
    return DeleteDbParameterGroupResponse.builder().build();
  }

  @Override
  public CreateDbSubnetGroupResponse createDBSubnetGroup(CreateDbSubnetGroupRequest asked) {
    return CreateDbSubnetGroupResponse.builder().dbSubnetGroup(subnetGroups.create(asked)).build();
  }

  @Override
  public DescribeDbSubnetGroupsResponse describeDBSubnetGroups(
      DescribeDbSubnetGroupsRequest asked) {
    return DescribeDbSubnetGroupsResponse.builder()
        .dbSubnetGroups(
            asked.dbSubnetGroupName() == null
                ? subnetGroups.all()
                : List.of(subnetGroups.get(asked.dbSubnetGroupName())))
        .build();
  }

  @Override
  public ModifyDbSubnetGroupResponse modifyDBSubnetGroup(ModifyDbSubnetGroupRequest asked) {
    return ModifyDbSubnetGroupResponse.builder().dbSubnetGroup(subnetGroups.modify(asked)).build();
  }

  @Override
  public DeleteDbSubnetGroupResponse deleteDBSubnetGroup(DeleteDbSubnetGroupRequest asked) {
    String name = asked.dbSubnetGroupName();
    for (DbInstance each : instances.values()) {
      Placement placement = each.placement();
      if (placement != null && placement.subnetGroup().dbSubnetGroupName().equals(name)) {
        throw AwsError.of(
            InvalidDbSubnetGroupStateException.builder(),
            "InvalidDBSubnetGroupStateFault",
            400,
            "Cannot delete the subnet group '"
                + name
                + "' because at least one database instance: "
                + each.described().dbInstanceIdentifier()
                + " is still using it.");
      }
    }
    subnetGroups.delete(name);
    return DeleteDbSubnetGroupResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest asked) {
    return ListTagsForResourceResponse.builder()
        .tagList(
            tags(asked.resourceName()).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest asked) {
    Map<String, String> tags = tags(asked.resourceName());
    asked.tags().forEach(tag -> tags.put(tag.key(), or(tag.value(), "")));
    return AddTagsToResourceResponse.builder().build();
  }

  @Override
  public RemoveTagsFromResourceResponse removeTagsFromResource(
      RemoveTagsFromResourceRequest asked) {
    tags(asked.resourceName()).keySet().removeAll(asked.tagKeys());
    return RemoveTagsFromResourceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "rds";
  }

  @Override
  public void close() {
    servers.close();
    instances.values().forEach(DbInstance::close);
    instances.clear();
  }

  private DbInstance find(String id) {
    String name = id.startsWith("arn:") ? id.substring(id.lastIndexOf(':') + 1) : id;
    DbInstance instance = instances.get(name.toLowerCase(Locale.ROOT));
    if (instance == null) {
      throw AwsError.of(
          DbInstanceNotFoundException.builder(),
          "DBInstanceNotFound",
          404,
          "DBInstance " + id + " not found.");
    }
    return instance;
  }

  private Map<String, String> tags(String arn) {
    if (arn.contains(":db:")) {
      return find(arn).tags;
    }
    if (arn.contains(":pg:")) {
      return groups.get(arn.substring(arn.lastIndexOf(':') + 1)).tags;
    }
    if (arn.contains(":subgrp:")) {
      return subnetGroups.tags(arn.substring(arn.lastIndexOf(':') + 1));
    }
    throw AwsError.of("InvalidParameterValue", 400, "Invalid resource name: " + arn);
  }

  private void reconfigure(DbParameterGroups.Group group) {
    synchronized (instances) {
      instances.values().stream()
          .filter(i -> i.parameterGroup().equals(group.described.dbParameterGroupName()))
          .forEach(i -> ServerParameters.configure(i, group, false));
    }
  }
}
