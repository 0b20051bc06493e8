package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.PolicyNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/** The settings of tables that DynamoDB Local does not know. */
final class TableSettings {

  private static final int MOST_TAGS = 50;

  private final Surroundings aws;
  private final Tables tables;

  TableSettings(Surroundings aws, Tables tables) {
    this.aws = aws;
    this.tables = tables;
  }

  DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    String attribute = tables.get(request.tableName()).ttlAttribute;
    return DescribeTimeToLiveResponse.builder()
        .timeToLiveDescription(
            d ->
                d.attributeName(attribute)
                    .timeToLiveStatus(
                        attribute == null ? TimeToLiveStatus.DISABLED : TimeToLiveStatus.ENABLED))
        .build();
  }

  UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
    Table table = tables.get(request.tableName());
    TimeToLiveSpecification asked = request.timeToLiveSpecification();
    if (asked == null || asked.attributeName() == null || asked.enabled() == null) {
      throw Tables.invalid("TimeToLiveSpecification needs Enabled and AttributeName");
    }
    synchronized (table) {
      String current = table.ttlAttribute;
      if (asked.enabled() == (current != null)) {
        throw Tables.invalid("TimeToLive is already " + (asked.enabled() ? "enabled" : "disabled"));
      }
      if (current != null && !current.equals(asked.attributeName())) {
        throw Tables.invalid(
            "TimeToLive is active on a different AttributeName: current AttributeName is "
                + current);
      }
      table.ttlAttribute = asked.enabled() ? asked.attributeName() : null;
    }
    return UpdateTimeToLiveResponse.builder().timeToLiveSpecification(asked).build();
  }

  DescribeContinuousBackupsResponse describeContinuousBackups(
      DescribeContinuousBackupsRequest request) {
    return DescribeContinuousBackupsResponse.builder()
        .continuousBackupsDescription(backups(table(request.tableName())))
        .build();
  }

  UpdateContinuousBackupsResponse updateContinuousBackups(UpdateContinuousBackupsRequest request) {
    Table table = table(request.tableName());
    var asked = request.pointInTimeRecoverySpecification();
    Integer days = asked.recoveryPeriodInDays();
    if (days != null && (days < 1 || days > 35)) {
      throw Tables.invalid("RecoveryPeriodInDays must be between 1 and 35, not " + days);
    }
    synchronized (table) {
      if (!Boolean.TRUE.equals(asked.pointInTimeRecoveryEnabled())) {
        table.pointInTimeSince = null;
      } else {
        table.recoveryDays = days == null ? 35 : days;
        if (table.pointInTimeSince == null) {
          table.pointInTimeSince = aws.clock().instant();
        }
      }
    }
    return UpdateContinuousBackupsResponse.builder()
        .continuousBackupsDescription(backups(table))
        .build();
  }

  ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
    Table table = tables.byArn(request.resourceArn());
    synchronized (table) {
      return ListTagsOfResourceResponse.builder()
          .tags(
              table.tags.entrySet().stream()
                  .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                  .toList())
          .build();
    }
  }

  TagResourceResponse tagResource(TagResourceRequest request) {
    Table table = tables.byArn(request.resourceArn());
    synchronized (table) {
      request.tags().forEach(tag -> table.tags.put(tag.key(), tag.value()));
      if (table.tags.size() > MOST_TAGS) {
        request.tags().forEach(tag -> table.tags.remove(tag.key()));
        throw Tables.invalid("Too many tags: a table may have " + MOST_TAGS);
      }
    }
    return TagResourceResponse.builder().build();
  }

  UntagResourceResponse untagResource(UntagResourceRequest request) {
    Table table = tables.byArn(request.resourceArn());
    synchronized (table) {
      request.tagKeys().forEach(table.tags::remove);
    }
    return UntagResourceResponse.builder().build();
  }

  GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
    Table table = tables.byArn(request.resourceArn());
    synchronized (table) {
      if (table.policy == null) {
        throw AwsError.of(
            PolicyNotFoundException.builder(),
            "PolicyNotFoundException",
            400,
            "Resource-based policy not found for the provided ResourceArn: "
                + request.resourceArn());
      }
      return GetResourcePolicyResponse.builder()
          .policy(table.policy)
          .revisionId(table.policyRevision)
          .build();
    }
  }

  PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
    Table table = tables.byArn(request.resourceArn());
    return PutResourcePolicyResponse.builder()
        .revisionId(setPolicy(table, request.expectedRevisionId(), request.policy()))
        .build();
  }

  DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
    Table table = tables.byArn(request.resourceArn());
    return DeleteResourcePolicyResponse.builder()
        .revisionId(setPolicy(table, request.expectedRevisionId(), null))
        .build();
  }

  private @Nullable String setPolicy(
      Table table, @Nullable String expected, @Nullable String policy) {
    synchronized (table) {
      String current = table.policyRevision == null ? "NO_POLICY" : table.policyRevision;
      if (expected != null && !expected.equals(current)) {
        throw AwsError.of(
            PolicyNotFoundException.builder(),
            "PolicyNotFoundException",
            400,
            "The policy's revision is not " + expected);
      }
      String before = table.policyRevision;
      table.policy = policy;
      table.policyRevision = policy == null ? null : Long.toString(aws.clock().millis());
      return policy == null ? before : table.policyRevision;
    }
  }

  private Table table(String name) {
    Table table = tables.find(name);
    if (table == null) {
      throw AwsError.of(
          TableNotFoundException.builder(),
          "TableNotFoundException",
          400,
          "Table not found: " + Tables.name(name));
    }
    return table;
  }

  private ContinuousBackupsDescription backups(Table table) {
    synchronized (table) {
      PointInTimeRecoveryDescription.Builder recovery = PointInTimeRecoveryDescription.builder();
      Instant since = table.pointInTimeSince;
      if (since == null) {
        recovery.pointInTimeRecoveryStatus(PointInTimeRecoveryStatus.DISABLED);
      } else {
        Instant now = aws.clock().instant();
        Instant oldest = now.minus(Duration.ofDays(table.recoveryDays));
        recovery
            .pointInTimeRecoveryStatus(PointInTimeRecoveryStatus.ENABLED)
            .recoveryPeriodInDays(table.recoveryDays)
            .earliestRestorableDateTime(since.isAfter(oldest) ? since : oldest)
            .latestRestorableDateTime(now);
      }
      return ContinuousBackupsDescription.builder()
          .continuousBackupsStatus(ContinuousBackupsStatus.ENABLED)
          .pointInTimeRecoveryDescription(recovery.build())
          .build();
    }
  }
}
