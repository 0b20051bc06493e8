package dev.rehearsal.cloud.rds;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.OptionGroupMembership;
import software.amazon.awssdk.services.rds.model.Tag;

/** One database instance: what was asked for, and the server behind it. Guarded by its owner. */
final class DbInstance {

  static final String AVAILABLE = "available";
  static final String STOPPED = "stopped";

  /** What becomes of an instance whose key can't be used any more. */
  static final String LOCKED = "inaccessible-encryption-credentials-recoverable";

  final DatabaseServer server;
  String arn;
  SqlProxy proxy;
  final Map<String, String> tags = new TreeMap<>();
  private @Nullable Placement placement;
  private DBInstance described;

  DbInstance(
      String arn,
      String resourceId,
      String region,
      CreateDbInstanceRequest asked,
      DatabaseServer server,
      SqlProxy proxy,
      @Nullable Placement placement,
      Instant now) {
    this.arn = arn;
    this.server = server;
    this.proxy = proxy;
    this.placement = placement;
    asked.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    String zone = placement == null ? or(asked.availabilityZone(), region + "a") : placement.zone();
    boolean multiAz = is(asked.multiAZ());
    this.described =
        DBInstance.builder()
            .dbInstanceIdentifier(asked.dbInstanceIdentifier())
            .dbInstanceArn(arn)
            .dbiResourceId(resourceId)
            .dbInstanceClass(asked.dbInstanceClass())
            .engine("postgres")
            .engineVersion(server.version())
            .dbInstanceStatus(AVAILABLE)
            .masterUsername(asked.masterUsername())
            .dbName(asked.dbName())
            .endpoint(
                Endpoint.builder()
                    .address("127.0.0.1")
                    .port(proxy.port())
                    .hostedZoneId("Z29XKXDKYMONMX")
                    .build())
            .dbInstancePort(0)
            .allocatedStorage(asked.allocatedStorage())
            .maxAllocatedStorage(asked.maxAllocatedStorage())
            .storageType(or(asked.storageType(), "gp2"))
            .iops("gp3".equals(asked.storageType()) ? or(asked.iops(), 3000) : asked.iops())
            .storageThroughput(
                "gp3".equals(asked.storageType())
                    ? or(asked.storageThroughput(), 125)
                    : asked.storageThroughput())
            .storageEncrypted(is(asked.storageEncrypted()))
            .kmsKeyId(asked.kmsKeyId())
            .instanceCreateTime(now)
            .preferredBackupWindow(or(asked.preferredBackupWindow(), "03:00-03:30"))
            .preferredMaintenanceWindow(
                or(asked.preferredMaintenanceWindow(), "sun:04:00-sun:04:30"))
            .backupRetentionPeriod(or(asked.backupRetentionPeriod(), 1))
            .latestRestorableTime(now)
            .availabilityZone(zone)
            .secondaryAvailabilityZone(multiAz ? secondary(placement, region, zone) : null)
            .multiAZ(multiAz)
            .autoMinorVersionUpgrade(or(asked.autoMinorVersionUpgrade(), true))
            .licenseModel("postgresql-license")
            .publiclyAccessible(is(asked.publiclyAccessible()))
            .copyTagsToSnapshot(is(asked.copyTagsToSnapshot()))
            .monitoringInterval(or(asked.monitoringInterval(), 0))
            .iamDatabaseAuthenticationEnabled(is(asked.enableIAMDatabaseAuthentication()))
            .performanceInsightsEnabled(is(asked.enablePerformanceInsights()))
            .deletionProtection(is(asked.deletionProtection()))
            .enabledCloudwatchLogsExports(asked.enableCloudwatchLogsExports())
            .caCertificateIdentifier(or(asked.caCertificateIdentifier(), "rds-ca-rsa2048-g1"))
            .optionGroupMemberships(
                OptionGroupMembership.builder()
                    .optionGroupName("default:postgres-17")
                    .status("in-sync")
                    .build())
            .dbParameterGroups(
                group(or(asked.dbParameterGroupName(), DbParameterGroups.DEFAULT), "in-sync"))
            .networkType("IPV4")
            .backupTarget("region")
            .customerOwnedIpEnabled(false)
            .dedicatedLogVolume(false)
            .engineLifecycleSupport("open-source-rds-extended-support")
            .build();
  }

  DBInstance described() {
    DBInstance.Builder shown = described.toBuilder().tagList(tagList());
    if (placement != null) {
      shown.dbSubnetGroup(placement.subnetGroup()).vpcSecurityGroups(placement.memberships());
    }
    return shown.build();
  }

  /** Where in a VPC it stands; null where it was created without a subnet group. */
  @Nullable Placement placement() {
    return placement;
  }

  void placement(@Nullable Placement placement) {
    this.placement = placement;
  }

  List<Tag> tagList() {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  String parameterGroup() {
    return described.dbParameterGroups().get(0).dbParameterGroupName();
  }

  void parameterStatus(String status) {
    described = described.toBuilder().dbParameterGroups(group(parameterGroup(), status)).build();
  }

  void masterSecret(@Nullable MasterUserSecret secret) {
    described = described.toBuilder().masterUserSecret(secret).build();
  }

  /** Stops the endpoint and the server behind it, and deletes the data. */
  void close() {
    proxy.close();
    server.close();
  }

  String status() {
    return described.dbInstanceStatus();
  }

  /** Takes the endpoint off the network, or back; data stay. */
  void status(String status) {
    described = described.toBuilder().dbInstanceStatus(status).build();
    if (!AVAILABLE.equals(status)) {
      proxy.dropConnections();
    }
  }

  /** Its endpoint goes with its name: under another name it answers elsewhere. */
  void rename(String identifier, String newArn, SqlProxy newProxy) {
    proxy.close();
    proxy = newProxy;
    arn = newArn;
    described =
        described.toBuilder()
            .dbInstanceIdentifier(identifier)
            .dbInstanceArn(newArn)
            .endpoint(described.endpoint().toBuilder().port(newProxy.port()).build())
            .build();
  }

  /** The standby takes over: in its own zone, behind the same endpoint. */
  void failOver(@Nullable Placement taken) {
    placement = taken;
    described =
        described.toBuilder()
            .availabilityZone(described.secondaryAvailabilityZone())
            .secondaryAvailabilityZone(described.availabilityZone())
            .build();
  }

  boolean multiAz() {
    return described.multiAZ();
  }

  /** Takes over what a modification names; what it leaves out stays. */
  void modify(ModifyDbInstanceRequest asked) {
    DBInstance before = described;
    DBInstance.Builder after = before.toBuilder();
    after.dbInstanceClass(or(asked.dbInstanceClass(), before.dbInstanceClass()));
    after.allocatedStorage(or(asked.allocatedStorage(), before.allocatedStorage()));
    after.maxAllocatedStorage(or(asked.maxAllocatedStorage(), before.maxAllocatedStorage()));
    after.storageType(or(asked.storageType(), before.storageType()));
    after.iops(or(asked.iops(), before.iops()));
    after.storageThroughput(or(asked.storageThroughput(), before.storageThroughput()));
    after.multiAZ(or(asked.multiAZ(), before.multiAZ()));
    after.secondaryAvailabilityZone(
        is(or(asked.multiAZ(), before.multiAZ()))
            ? or(
                before.secondaryAvailabilityZone(),
                secondary(
                    placement,
                    before.availabilityZone().substring(0, before.availabilityZone().length() - 1),
                    before.availabilityZone()))
            : null);
    after.backupRetentionPeriod(or(asked.backupRetentionPeriod(), before.backupRetentionPeriod()));
    after.preferredBackupWindow(or(asked.preferredBackupWindow(), before.preferredBackupWindow()));
    after.preferredMaintenanceWindow(
        or(asked.preferredMaintenanceWindow(), before.preferredMaintenanceWindow()));
    after.autoMinorVersionUpgrade(
        or(asked.autoMinorVersionUpgrade(), before.autoMinorVersionUpgrade()));
    after.publiclyAccessible(or(asked.publiclyAccessible(), before.publiclyAccessible()));
    after.copyTagsToSnapshot(or(asked.copyTagsToSnapshot(), before.copyTagsToSnapshot()));
    after.monitoringInterval(or(asked.monitoringInterval(), before.monitoringInterval()));
    after.deletionProtection(or(asked.deletionProtection(), before.deletionProtection()));
    after.iamDatabaseAuthenticationEnabled(
        or(asked.enableIAMDatabaseAuthentication(), before.iamDatabaseAuthenticationEnabled()));
    after.performanceInsightsEnabled(
        or(asked.enablePerformanceInsights(), before.performanceInsightsEnabled()));
    after.caCertificateIdentifier(
        or(asked.caCertificateIdentifier(), before.caCertificateIdentifier()));
    if (asked.dbParameterGroupName() != null
        && !asked.dbParameterGroupName().equals(parameterGroup())) {
      after.dbParameterGroups(group(asked.dbParameterGroupName(), "pending-reboot"));
    }
    described = after.build();
  }

  private static String secondary(@Nullable Placement placement, String region, String zone) {
    return placement == null ? region + (zone.endsWith("a") ? "b" : "a") : placement.otherZone();
  }

  static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  static boolean is(@Nullable Boolean flag) {
    return flag != null && flag;
  }

  private static DBParameterGroupStatus group(String name, String status) {
    return DBParameterGroupStatus.builder()
        .dbParameterGroupName(name)
        .parameterApplyStatus(status)
        .build();
  }
}
