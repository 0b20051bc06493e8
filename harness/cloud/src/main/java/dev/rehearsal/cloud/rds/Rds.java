package dev.rehearsal.cloud.rds;

import static dev.rehearsal.cloud.rds.DbInstance.is;
import static dev.rehearsal.cloud.rds.DbInstance.or;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.kms.Kms;
import dev.rehearsal.cloud.lambda.Lambda;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotResponse;
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
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotResponse;
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
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
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
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeResponse;
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
  private final DbSnapshots snapshots;

  /** The ports of names that instances had: as on AWS, an endpoint belongs to a name. */
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  private final Map<String, DbInstance> instances = new ConcurrentSkipListMap<>();

  public Rds(Surroundings aws) {
    this.aws = aws;
    this.servers = new SpareServer(aws);
    this.groups = new DbParameterGroups(aws);
    this.subnetGroups = new DbSubnetGroups(aws);
    this.snapshots = new DbSnapshots(aws);
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
      DbInstance instance = stand(asked, id, servers::take);
      try {
        instance.masterSecret(MasterUser.create(aws, asked, instance.server));
        ServerParameters.configure(instance, group, true);
      } catch (RuntimeException failed) {
        remove(instance);
        throw failed;
      }
      return CreateDbInstanceResponse.builder().dbInstance(instance.described()).build();
    }
  }

  /** Puts an instance on the network, under its name. */
  private DbInstance stand(
      CreateDbInstanceRequest asked, String id, Supplier<DatabaseServer> servers) {
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
    DatabaseServer server = servers.get();
    SqlProxy proxy;
    try {
      proxy = endpoint(asked.port(), server, id);
    } catch (RuntimeException noEndpoint) {
      server.close();
      if (placement != null) {
        placement.leave(aws);
      }
      throw noEndpoint;
    }
    DbInstance instance =
        new DbInstance(
            aws.arn("rds", "db:" + id),
            "db-" + aws.ids().upper(26),
            aws.region(),
            asked.toBuilder().dbInstanceIdentifier(id).build(),
            server,
            proxy,
            placement,
            aws.clock().instant());
    instances.put(id, instance);
    lockWithItsKey(instance);
    return instance;
  }

  private void remove(DbInstance instance) {
    String id = instance.described().dbInstanceIdentifier();
    instances.remove(id);
    ports.put(id, instance.proxy.port());
    instance.close();
    Placement placement = instance.placement();
    if (placement != null) {
      placement.leave(aws);
    }
  }

  @Override
  public CreateDbSnapshotResponse createDBSnapshot(CreateDbSnapshotRequest asked) {
    synchronized (instances) {
      DbInstance instance = find(asked.dbInstanceIdentifier());
      InstanceRules.state(instance, DbInstance.AVAILABLE);
      return CreateDbSnapshotResponse.builder()
          .dbSnapshot(snapshots.take(instance, asked.dbSnapshotIdentifier(), asked.tags()).shown())
          .build();
    }
  }

  @Override
  public DescribeDbSnapshotsResponse describeDBSnapshots(DescribeDbSnapshotsRequest asked) {
    return DescribeDbSnapshotsResponse.builder().dbSnapshots(snapshots.describe(asked)).build();
  }

  @Override
  public DeleteDbSnapshotResponse deleteDBSnapshot(DeleteDbSnapshotRequest asked) {
    return DeleteDbSnapshotResponse.builder()
        .dbSnapshot(snapshots.delete(asked.dbSnapshotIdentifier()))
        .build();
  }

  @Override
  public RestoreDbInstanceFromDbSnapshotResponse restoreDBInstanceFromDBSnapshot(
      RestoreDbInstanceFromDbSnapshotRequest asked) {
    DbSnapshots.Snapshot snapshot =
        snapshots.get(given("DBSnapshotIdentifier", asked.dbSnapshotIdentifier()));
    CreateDbInstanceRequest.Builder like =
        Restoring.like(snapshot.instance)
            .dbSubnetGroupName(asked.dbSubnetGroupName())
            .vpcSecurityGroupIds(asked.vpcSecurityGroupIds())
            .port(asked.port())
            .tags(asked.tags());
    Restoring.override(like, asked.dbInstanceClass(), asked.multiAZ(), asked.deletionProtection());
    if (asked.dbParameterGroupName() != null) {
      like.dbParameterGroupName(asked.dbParameterGroupName());
    }
    return RestoreDbInstanceFromDbSnapshotResponse.builder()
        .dbInstance(restore(like.build(), asked.dbInstanceIdentifier(), snapshot.recovery))
        .build();
  }

  @Override
  public RestoreDbInstanceToPointInTimeResponse restoreDBInstanceToPointInTime(
      RestoreDbInstanceToPointInTimeRequest asked) {
    DbInstance source =
        find(given("SourceDBInstanceIdentifier", asked.sourceDBInstanceIdentifier()));
    DBInstance described = source.described();
    Instant moment = Restoring.moment(asked, described, aws.clock().instant());
    CreateDbInstanceRequest.Builder like =
        Restoring.like(described)
            .dbSubnetGroupName(asked.dbSubnetGroupName())
            .vpcSecurityGroupIds(asked.vpcSecurityGroupIds())
            .port(asked.port())
            .tags(asked.tags());
    Restoring.override(like, asked.dbInstanceClass(), asked.multiAZ(), asked.deletionProtection());
    if (asked.dbParameterGroupName() != null) {
      like.dbParameterGroupName(asked.dbParameterGroupName());
    }
    // PostgreSQL logs wall-clock times; the stage's clock may have been moved.
    Duration moved = Duration.between(Instant.now(), aws.clock().instant());
    try (Recovery recovery =
        DbInstance.is(asked.useLatestRestorableTime())
            ? Recovery.until(aws, source.server, "latest-" + aws.ids().hex(12))
            : Recovery.until(aws, source.server, moment.minus(moved))) {
      return RestoreDbInstanceToPointInTimeResponse.builder()
          .dbInstance(restore(like.build(), asked.targetDBInstanceIdentifier(), recovery))
          .build();
    }
  }

  private static String given(String member, @Nullable String value) {
    if (value == null) {
      throw AwsError.of(
          "MissingParameter", 400, "The request must contain the parameter " + member + ".");
    }
    return value;
  }

  private DBInstance restore(CreateDbInstanceRequest like, String name, Recovery recovery) {
    InstanceRules.identifier(name);
    checkKey(like.kmsKeyId());
    DbParameterGroups.Group group =
        groups.get(or(like.dbParameterGroupName(), DbParameterGroups.DEFAULT));
    synchronized (instances) {
      DbInstance instance =
          stand(like, name.toLowerCase(Locale.ROOT), () -> servers.restore(recovery));
      ServerParameters.configure(instance, group, true);
      return instance.described();
    }
  }

  private Optional<String> obstacle(String id, Lambda lambda, long pid, int clientPort) {
    DbInstance instance = instances.get(id);
    if (instance == null) {
      return Optional.empty();
    }
    return !instance.status().equals(DbInstance.AVAILABLE)
        ? Optional.of(id + " is " + instance.status() + ".")
        : Placement.obstacle(
            aws, instance.described(), instance.placement(), lambda, pid, clientPort);
  }

  private Optional<DBInstance> instance(String id) {
    return Optional.ofNullable(instances.get(id)).map(DbInstance::described);
  }

  private boolean demandsTls(String id) {
    DbInstance instance = instances.get(id);
    return instance != null && groups.get(instance.parameterGroup()).demandsTls();
  }

  private void lockWithItsKey(DbInstance instance) {
    String key = instance.described().kmsKeyId();
    if (key != null) {
      aws.peer(Kms.class, aws.region()).whenUnusable(key, () -> instance.status(DbInstance.LOCKED));
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

  /** The endpoint of a name: its port stays with it, also when another instance takes the name. */
  private SqlProxy endpoint(@Nullable Integer asked, DatabaseServer server, String id) {
    SqlHops door =
        new SqlHops(
            aws,
            aws.arn("rds", "db:" + id),
            (lambda, pid, clientPort) -> obstacle(id, lambda, pid, clientPort),
            () -> demandsTls(id),
            new TokenUsers(aws, () -> instance(id), server));
    Integer kept = ports.remove(id);
    if (asked == null && kept != null) {
      try {
        return SqlProxy.start(kept, server.address(), aws.workers(), door);
      } catch (IOException taken) {
        // By somebody else on this machine since then: another one will do.
      }
    }
    try {
      return SqlProxy.start(or(asked, 0), server.address(), aws.workers(), door);
    } catch (IOException taken) {
      throw AwsError.of(
          "InvalidParameterValue",
          400,
          "Port " + asked + " of 127.0.0.1 is taken: leave the port out for a free one.");
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
      if (asked.newDBInstanceIdentifier() != null) {
        rename(instance, asked.newDBInstanceIdentifier());
      }
      return ModifyDbInstanceResponse.builder().dbInstance(instance.described()).build();
    }
  }

  private void rename(DbInstance instance, String name) {
    InstanceRules.identifier(name);
    String after = name.toLowerCase(Locale.ROOT);
    String before = instance.described().dbInstanceIdentifier();
    if (after.equals(before)) {
      return;
    }
    if (instances.containsKey(after)) {
      throw AwsError.of(
          DbInstanceAlreadyExistsException.builder(),
          "DBInstanceAlreadyExists",
          400,
          "DB instance already exists");
    }
    SqlProxy proxy = endpoint(null, instance.server, after);
    ports.put(before, instance.proxy.port());
    instances.remove(before);
    instance.rename(after, aws.arn("rds", "db:" + after), proxy);
    instances.put(after, instance);
  }

  @Override
  public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest asked) {
    if (!is(asked.skipFinalSnapshot()) && asked.finalDBSnapshotIdentifier() == null) {
      throw AwsError.of(
          "InvalidParameterCombination",
          400,
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
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
      if (!is(asked.skipFinalSnapshot())) {
        DbSnapshots.Snapshot unused =
            snapshots.take(instance, asked.finalDBSnapshotIdentifier(), List.of());
      }
      remove(instance);
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
      if (is(asked.forceFailover())) {
        Placement placement = instance.placement();
        instance.failOver(placement == null ? null : placement.failedOver(aws));
      }
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
    snapshots.close();
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
    if (arn.contains(":snapshot:")) {
      return snapshots.get(arn).tags;
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
