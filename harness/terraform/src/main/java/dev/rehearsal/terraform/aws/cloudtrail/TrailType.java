package dev.rehearsal.terraform.aws.cloudtrail;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CreateTrailRequest;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.PutEventSelectorsRequest;
import software.amazon.awssdk.services.cloudtrail.model.Trail;

/** A trail: its id is its ARN. */
final class TrailType implements ResourceType {

  private static final String BASIC = "event_selector";
  private static final String ADVANCED = "advanced_event_selector";

  @Override
  public String name() {
    return "aws_cloudtrail";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudTrail Trail")
        .forcesNew("name")
        .defaults("enable_logging", true)
        .defaults("include_global_service_events", true)
        .defaults("is_multi_region_trail", false)
        .defaults("is_organization_trail", false)
        .defaults("enable_log_file_validation", false)
        .defaults("event_selector.include_management_events", true)
        .defaults("event_selector.read_write_type", "All")
        .conflicts(BASIC, ADVANCED)
        .length("name", 3, 128)
        .member("equals", "Equals")
        .member("cloud_watch_logs_group_arn", "CloudWatchLogsLogGroupArn")
        .untaken(BASIC, ADVANCED, "enable_logging")
        .tags(new TrailTags());
  }

  @Override
  public void create(ResourceInstance it) {
    CloudTrailClient trails = it.client(CloudTrailClient.class);
    it.id(
        trails
            .createTrail(
                it.fill(CreateTrailRequest.builder())
                    .enableLogFileValidation(it.values().bool("enable_log_file_validation"))
                    .tagsList(TrailTags.of(it.tags()))
                    .build())
            .trailARN());
    it.values().set("arn", it.id());
    if (it.values().bool("enable_logging")) {
      trails.startLogging(start -> start.name(it.id()));
    }
    if (!it.values().blocks(BASIC).isEmpty() || !it.values().blocks(ADVANCED).isEmpty()) {
      select(it);
    }
  }

  @Override
  public void read(ResourceInstance it) {
    CloudTrailClient trails = it.client(CloudTrailClient.class);
    List<Trail> found = trails.describeTrails(d -> d.trailNameList(it.id())).trailList();
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    Trail trail = found.get(0);
    it.take(trail);
    Values values = it.values();
    values.set("arn", trail.trailARN());
    values.set("sns_topic_arn", Objects.requireNonNullElse(trail.snsTopicARN(), ""));
    values.set("enable_log_file_validation", trail.logFileValidationEnabled());
    values.set("enable_logging", trails.getTrailStatus(g -> g.name(it.id())).isLogging());
    GetEventSelectorsResponse selected = trails.getEventSelectors(g -> g.trailName(it.id()));
    boolean custom = Boolean.TRUE.equals(trail.hasCustomEventSelectors());
    values.set(
        BASIC,
        custom
            ? selected.eventSelectors().stream().map(one -> it.block(BASIC, one)).toList()
            : List.of());
    values.set(
        ADVANCED,
        selected.advancedEventSelectors().stream().map(one -> it.block(ADVANCED, one)).toList());
  }

  @Override
  public void update(ResourceInstance it) {
    CloudTrailClient trails = it.client(CloudTrailClient.class);
    Values values = it.values();
    trails.updateTrail(
        update ->
            update
                .name(it.id())
                .s3BucketName(values.string("s3_bucket_name"))
                .s3KeyPrefix(Objects.requireNonNullElse(values.text("s3_key_prefix"), ""))
                .cloudWatchLogsLogGroupArn(changed(it, "cloud_watch_logs_group_arn"))
                .cloudWatchLogsRoleArn(changed(it, "cloud_watch_logs_role_arn"))
                .kmsKeyId(Objects.requireNonNullElse(values.text("kms_key_id"), ""))
                .includeGlobalServiceEvents(values.bool("include_global_service_events"))
                .isMultiRegionTrail(values.bool("is_multi_region_trail"))
                .enableLogFileValidation(values.bool("enable_log_file_validation")));
    if (it.changed("enable_logging")) {
      if (values.bool("enable_logging")) {
        trails.startLogging(start -> start.name(it.id()));
      } else {
        trails.stopLogging(stop -> stop.name(it.id()));
      }
    }
    if (it.changed(BASIC, ADVANCED)) {
      select(it);
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CloudTrailClient.class).deleteTrail(delete -> delete.name(it.id()));
  }

  /** What an update says of an argument: nothing where it stays, an empty text where it goes. */
  private static @Nullable String changed(ResourceInstance it, String argument) {
    return it.changed(argument) ? Objects.requireNonNullElse(it.values().text(argument), "") : null;
  }

  /** Without any selector a trail keeps management events, as a new one does. */
  private static void select(ResourceInstance it) {
    PutEventSelectorsRequest.Builder put = it.fill(PutEventSelectorsRequest.builder());
    boolean none = it.values().blocks(BASIC).isEmpty() && it.values().blocks(ADVANCED).isEmpty();
    if (none) {
      put.eventSelectors(each -> each.readWriteType("All").includeManagementEvents(true));
    }
    it.client(CloudTrailClient.class).putEventSelectors(put.trailName(it.id()).build());
  }
}
