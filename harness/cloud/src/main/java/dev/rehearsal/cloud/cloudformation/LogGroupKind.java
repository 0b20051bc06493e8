package dev.rehearsal.cloud.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Log groups of CloudWatch Logs. */
final class LogGroupKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::Logs::LogGroup";
  }

  @Override
  public Set<String> properties() {
    return Set.of("LogGroupName", "RetentionInDays", "KmsKeyId", "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("LogGroupName");
  }

  @Override
  public Made create(Site site, Properties properties) {
    String name = site.name(properties.text("LogGroupName"));
    CloudWatchLogsClient logs = site.client(CloudWatchLogsClient.class);
    logs.createLogGroup(
        create ->
            create
                .logGroupName(name)
                .kmsKeyId(properties.text("KmsKeyId"))
                .tags(properties.tags()));
    keep(logs, name, properties);
    return new Made(name, Map.of("Arn", site.aws().arn("logs", "log-group:" + name + ":*")));
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    CloudWatchLogsClient logs = site.client(CloudWatchLogsClient.class);
    String key = after.text("KmsKeyId");
    if (key == null && before.has("KmsKeyId")) {
      logs.disassociateKmsKey(d -> d.logGroupName(made.id()));
    } else if (key != null && !Objects.equals(key, before.text("KmsKeyId"))) {
      logs.associateKmsKey(a -> a.logGroupName(made.id()).kmsKeyId(key));
    }
    keep(logs, made.id(), after);
    return made;
  }

  private static void keep(CloudWatchLogsClient logs, String name, Properties properties) {
    Integer days = properties.integer("RetentionInDays");
    if (days == null) {
      logs.deleteRetentionPolicy(delete -> delete.logGroupName(name));
    } else {
      logs.putRetentionPolicy(put -> put.logGroupName(name).retentionInDays(days));
    }
  }

  @Override
  public void retag(Site site, Made made, Map<String, String> set, List<String> remove) {
    CloudWatchLogsClient logs = site.client(CloudWatchLogsClient.class);
    String arn = site.aws().arn("logs", "log-group:" + made.id());
    if (!set.isEmpty()) {
      logs.tagResource(tag -> tag.resourceArn(arn).tags(set));
    }
    if (!remove.isEmpty()) {
      logs.untagResource(untag -> untag.resourceArn(arn).tagKeys(remove));
    }
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(
        () ->
            site.client(CloudWatchLogsClient.class)
                .deleteLogGroup(delete -> delete.logGroupName(made.id())));
  }
}
