package dev.rehearsal.cloud.securityhub;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.securityhub.model.ControlStatus;
import software.amazon.awssdk.services.securityhub.model.SeverityLabel;
import software.amazon.awssdk.services.securityhub.model.SeverityRating;
import software.amazon.awssdk.services.securityhub.model.Standard;
import software.amazon.awssdk.services.securityhub.model.StandardsControl;
import software.amazon.awssdk.services.securityhub.model.StandardsStatus;
import software.amazon.awssdk.services.securityhub.model.StandardsSubscription;

/**
 * The standards and those of their controls that a managed rule of Config decides here, and which
 * of them are on. Guarded by itself.
 */
final class Standards {

  /**
   * A control.
   *
   * @param id as Security Hub calls it, for example {@code S3.8}
   * @param rule the managed rule of Config that decides it
   */
  record Control(String id, String rule, SeverityLabel severity, String title) {}

  /**
   * A standard.
   *
   * @param path the end of its ARN
   * @param regional whether its ARN names a region
   * @param byDefault whether enabling Security Hub enables it
   * @param controls the ids of controls by what the standard calls them
   */
  private record Kind(
      String path,
      boolean regional,
      boolean byDefault,
      String name,
      Map<String, String> controls) {}

  private static final Map<String, Control> CONTROLS =
      controls(
          new Control(
              "CloudFront.3",
              "CLOUDFRONT_VIEWER_POLICY_HTTPS",
              SeverityLabel.MEDIUM,
              "CloudFront distributions should require encryption in transit"),
          new Control(
              "CloudFront.6",
              "CLOUDFRONT_ASSOCIATED_WITH_WAF",
              SeverityLabel.MEDIUM,
              "CloudFront distributions should have WAF enabled"),
          new Control(
              "DynamoDB.2",
              "DYNAMODB_PITR_ENABLED",
              SeverityLabel.MEDIUM,
              "DynamoDB tables should have point-in-time recovery enabled"),
          new Control(
              "EC2.2",
              "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
              SeverityLabel.HIGH,
              "VPC default security groups should not allow inbound or outbound traffic"),
          new Control(
              "EC2.6",
              "VPC_FLOW_LOGS_ENABLED",
              SeverityLabel.MEDIUM,
              "VPC flow logging should be enabled in all VPCs"),
          new Control(
              "EC2.13",
              "INCOMING_SSH_DISABLED",
              SeverityLabel.HIGH,
              "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22"),
          new Control(
              "KMS.4",
              "CMK_BACKING_KEY_ROTATION_ENABLED",
              SeverityLabel.MEDIUM,
              "AWS KMS key rotation should be enabled"),
          new Control(
              "Lambda.1",
              "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
              SeverityLabel.CRITICAL,
              "Lambda function policies should prohibit public access"),
          new Control(
              "RDS.2",
              "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
              SeverityLabel.CRITICAL,
              "RDS DB Instances should prohibit public access, as determined by the"
                  + " PubliclyAccessible configuration"),
          new Control(
              "RDS.3",
              "RDS_STORAGE_ENCRYPTED",
              SeverityLabel.MEDIUM,
              "RDS DB instances should have encryption at-rest enabled"),
          new Control(
              "RDS.5",
              "RDS_MULTI_AZ_SUPPORT",
              SeverityLabel.MEDIUM,
              "RDS DB instances should be configured with multiple Availability Zones"),
          new Control(
              "RDS.11",
              "DB_INSTANCE_BACKUP_ENABLED",
              SeverityLabel.MEDIUM,
              "RDS instances should have automatic backups enabled"),
          new Control(
              "S3.2",
              "S3_BUCKET_PUBLIC_READ_PROHIBITED",
              SeverityLabel.CRITICAL,
              "S3 general purpose buckets should block public read access"),
          new Control(
              "S3.5",
              "S3_BUCKET_SSL_REQUESTS_ONLY",
              SeverityLabel.MEDIUM,
              "S3 general purpose buckets should require requests to use SSL"),
          new Control(
              "S3.8",
              "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
              SeverityLabel.HIGH,
              "S3 general purpose buckets should block public access"));

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "standards/aws-foundational-security-best-practices/v/1.0.0",
              true,
              true,
              "AWS Foundational Security Best Practices v1.0.0",
              same(
                  "CloudFront.3",
                  "CloudFront.6",
                  "DynamoDB.2",
                  "EC2.2",
                  "EC2.6",
                  "Lambda.1",
                  "RDS.2",
                  "RDS.3",
                  "RDS.5",
                  "RDS.11",
                  "S3.2",
                  "S3.5",
                  "S3.8")),
          new Kind(
              "ruleset/cis-aws-foundations-benchmark/v/1.2.0",
              false,
              true,
              "CIS AWS Foundations Benchmark v1.2.0",
              Map.of(
                  "CIS.2.8", "KMS.4", "CIS.2.9", "EC2.6", "CIS.4.1", "EC2.13", "CIS.4.3", "EC2.2")),
          new Kind(
              "standards/cis-aws-foundations-benchmark/v/1.4.0",
              true,
              false,
              "CIS AWS Foundations Benchmark v1.4.0",
              Map.of(
                  "CIS.2.1.2",
                  "S3.5",
                  "CIS.2.1.5.2",
                  "S3.8",
                  "CIS.2.3.1",
                  "RDS.3",
                  "CIS.3.8",
                  "KMS.4",
                  "CIS.3.9",
                  "EC2.6",
                  "CIS.5.3",
                  "EC2.2")));

  /** Whether a control is on, and why not. */
  private record State(ControlStatus status, @Nullable String reason, Instant since) {}

  private final Surroundings aws;
  private final Map<String, Instant> enabled = new TreeMap<>();
  private final Map<String, State> states = new TreeMap<>();

  Standards(Surroundings aws) {
    this.aws = aws;
  }

  private static Map<String, Control> controls(Control... all) {
    Map<String, Control> controls = new LinkedHashMap<>();
    for (Control each : all) {
      controls.put(each.id(), each);
    }
    return controls;
  }

  private static Map<String, String> same(String... ids) {
    Map<String, String> controls = new TreeMap<>();
    for (String id : ids) {
      controls.put(id, id);
    }
    return controls;
  }

  List<Standard> all() {
    return KINDS.stream()
        .map(
            kind ->
                Standard.builder()
                    .standardsArn(arn(kind))
                    .name(kind.name())
                    .description(
                        "The controls of "
                            + kind.name()
                            + " that a managed rule of Config decides.")
                    .enabledByDefault(kind.byDefault())
                    .standardsManagedBy(by -> by.company("AWS").product("Security Hub"))
                    .build())
        .toList();
  }

  synchronized void enableDefaults() {
    KINDS.stream().filter(Kind::byDefault).forEach(kind -> enabled.put(kind.path(), now()));
  }

  synchronized StandardsSubscription enable(@Nullable String arn) {
    Kind kind =
        KINDS.stream()
            .filter(each -> arn(each).equals(arn))
            .findFirst()
            .orElseThrow(() -> HubErrors.invalid("Invalid standards ARN: " + arn));
    enabled.putIfAbsent(kind.path(), now());
    return subscription(kind);
  }

  synchronized StandardsSubscription disable(@Nullable String subscriptionArn) {
    Kind kind = enabled(subscriptionArn);
    enabled.remove(kind.path());
    states.keySet().removeIf(key -> key.startsWith(kind.path() + "/"));
    return subscription(kind).toBuilder().standardsStatus(StandardsStatus.DELETING).build();
  }

  synchronized List<StandardsSubscription> subscriptions(List<String> wanted) {
    return KINDS.stream()
        .filter(kind -> enabled.containsKey(kind.path()))
        .map(this::subscription)
        .filter(each -> wanted.isEmpty() || wanted.contains(each.standardsSubscriptionArn()))
        .toList();
  }

  synchronized List<StandardsControl> controls(@Nullable String subscriptionArn) {
    Kind kind = enabled(subscriptionArn);
    List<StandardsControl> controls = new ArrayList<>();
    new TreeMap<>(kind.controls())
        .forEach(
            (own, id) -> {
              Control control = java.util.Objects.requireNonNull(CONTROLS.get(id));
              State state = state(kind, own);
              controls.add(
                  StandardsControl.builder()
                      .standardsControlArn(controlArn(kind, own))
                      .controlId(own)
                      .controlStatus(state.status())
                      .disabledReason(state.reason())
                      .controlStatusUpdatedAt(state.since())
                      .title(control.title())
                      .description("Decided by the managed rule " + control.rule() + " of Config.")
                      .remediationUrl(
                          "https://docs.aws.amazon.com/console/securityhub/" + id + "/remediation")
                      .severityRating(SeverityRating.fromValue(control.severity().toString()))
                      .relatedRequirements(List.of())
                      .build());
            });
    return controls;
  }

  synchronized void update(
      @Nullable String controlArn, @Nullable ControlStatus status, @Nullable String reason) {
    if (status == null
        || (status == ControlStatus.DISABLED && (reason == null || reason.isBlank()))) {
      throw HubErrors.invalid("A control is disabled with a DisabledReason.");
    }
    for (Kind kind : KINDS) {
      for (String own : kind.controls().keySet()) {
        if (enabled.containsKey(kind.path()) && controlArn(kind, own).equals(controlArn)) {
          states.put(
              kind.path() + "/" + own,
              new State(status, status == ControlStatus.DISABLED ? reason : null, now()));
          return;
        }
      }
    }
    throw HubErrors.missing(String.valueOf(controlArn));
  }

  /** The controls that are on, each with the standards that have it. */
  synchronized Map<Control, Set<String>> on() {
    Map<Control, Set<String>> on = new LinkedHashMap<>();
    for (Kind kind : KINDS) {
      if (enabled.containsKey(kind.path())) {
        kind.controls()
            .forEach(
                (own, id) -> {
                  if (state(kind, own).status() == ControlStatus.ENABLED) {
                    on.computeIfAbsent(
                            java.util.Objects.requireNonNull(CONTROLS.get(id)),
                            any -> new TreeSet<>())
                        .add(kind.path());
                  }
                });
      }
    }
    return on;
  }

  synchronized void clear() {
    enabled.clear();
    states.clear();
  }

  private State state(Kind kind, String own) {
    return Optional.ofNullable(states.get(kind.path() + "/" + own))
        .orElseGet(
            () ->
                new State(
                    ControlStatus.ENABLED, null, enabled.getOrDefault(kind.path(), Instant.EPOCH)));
  }

  private Kind enabled(@Nullable String subscriptionArn) {
    return KINDS.stream()
        .filter(kind -> enabled.containsKey(kind.path()))
        .filter(kind -> subscriptionArn(kind).equals(subscriptionArn))
        .findFirst()
        .orElseThrow(() -> HubErrors.missing(String.valueOf(subscriptionArn)));
  }

  private StandardsSubscription subscription(Kind kind) {
    return StandardsSubscription.builder()
        .standardsArn(arn(kind))
        .standardsSubscriptionArn(subscriptionArn(kind))
        .standardsInput(Map.of())
        .standardsStatus(StandardsStatus.READY)
        .build();
  }

  private String arn(Kind kind) {
    return "arn:aws:securityhub:" + (kind.regional() ? aws.region() : "") + "::" + kind.path();
  }

  private String subscriptionArn(Kind kind) {
    return aws.arn("securityhub", "subscription/" + name(kind));
  }

  private String controlArn(Kind kind, String own) {
    return aws.arn("securityhub", "control/" + name(kind) + "/" + own.replaceFirst("^CIS\\.", ""));
  }

  private static String name(Kind kind) {
    return kind.path().substring(kind.path().indexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private Instant now() {
    return aws.clock().instant();
  }
}
