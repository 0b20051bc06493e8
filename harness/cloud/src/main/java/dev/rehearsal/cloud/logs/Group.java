package dev.rehearsal.cloud.logs;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;

/** One log group. Thread-safe. */
final class Group {

  final String name;
  final String arn;
  final long created;
  final LogGroupClass type;
  final Map<String, Stream> streams = new ConcurrentSkipListMap<>();
  final Map<String, MetricRule> rules = new ConcurrentSkipListMap<>();
  final Map<String, String> tags = new ConcurrentSkipListMap<>();
  volatile @Nullable String kmsKeyId;
  volatile @Nullable Integer retentionDays;

  Group(String name, String arn, long created, LogGroupClass type) {
    this.name = name;
    this.arn = arn;
    this.created = created;
    this.type = type;
  }

  Stream stream(String stream) {
    Stream found = streams.get(stream);
    if (found == null) {
      throw Errors.notFound("log stream");
    }
    return found;
  }

  /** The timestamp before which events have expired. */
  long oldest(long now) {
    Integer days = retentionDays;
    return days == null ? Long.MIN_VALUE : now - days * 86_400_000L;
  }

  LogGroup describe() {
    return LogGroup.builder()
        .logGroupName(name)
        .arn(arn + ":*")
        .logGroupArn(arn)
        .logGroupClass(type)
        .creationTime(created)
        .retentionInDays(retentionDays)
        .kmsKeyId(kmsKeyId)
        .metricFilterCount(rules.size())
        .storedBytes(streams.values().stream().mapToLong(Stream::bytes).sum())
        .build();
  }
}
