package dev.rehearsal.terraform.aws.logs;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

final class LogGroupType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudwatch_log_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudWatch Logs Log Group")
        .forcesNew("name", "name_prefix", "log_group_class")
        .conflicts("name", "name_prefix")
        .length("name", 1, 512)
        .defaults("retention_in_days", 0)
        .member("name", "LogGroupName")
        .untaken("arn")
        .tags(Tagging.of(CloudWatchLogsClient.class, "arn"))
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.client(CloudWatchLogsClient.class)
        .createLogGroup(it.fill(CreateLogGroupRequest.builder()).build());
    it.id(name);
    retain(it);
  }

  @Override
  public void read(ResourceInstance it) {
    Optional<LogGroup> found =
        it
            .client(CloudWatchLogsClient.class)
            .describeLogGroups(request -> request.logGroupNamePrefix(it.id()))
            .logGroups()
            .stream()
            .filter(group -> group.logGroupName().equals(it.id()))
            .findFirst();
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    LogGroup group = found.get();
    it.take(group);
    Values values = it.values();
    values.set("arn", group.arn().replaceFirst(":\\*$", ""));
    values.set(
        "log_group_class",
        group.logGroupClass() == null ? "STANDARD" : group.logGroupClassAsString());
    if (values.get("deletion_protection_enabled") == null) {
      values.set("deletion_protection_enabled", false);
    }
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed("retention_in_days")) {
      retain(it);
    }
    if (it.changed("kms_key_id")) {
      String key = it.values().text("kms_key_id");
      CloudWatchLogsClient logs = it.client(CloudWatchLogsClient.class);
      if (key == null) {
        logs.disassociateKmsKey(request -> request.logGroupName(it.id()));
      } else {
        logs.associateKmsKey(request -> request.logGroupName(it.id()).kmsKeyId(key));
      }
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    if (!it.values().bool("skip_destroy")) {
      it.client(CloudWatchLogsClient.class)
          .deleteLogGroup(request -> request.logGroupName(it.id()));
    }
  }

  private static void retain(ResourceInstance it) {
    CloudWatchLogsClient logs = it.client(CloudWatchLogsClient.class);
    Integer days = it.values().integer("retention_in_days");
    if (days != null && days > 0) {
      logs.putRetentionPolicy(request -> request.logGroupName(it.id()).retentionInDays(days));
    } else if (it.prior().has("retention_in_days")) {
      logs.deleteRetentionPolicy(request -> request.logGroupName(it.id()));
    }
  }
}
