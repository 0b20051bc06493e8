package dev.rehearsal.cloud.logs;

import dev.rehearsal.cloud.Surroundings;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** The log streams of groups. */
final class Streams {

  private final Surroundings aws;
  private final Groups groups;

  Streams(Surroundings aws, Groups groups) {
    this.aws = aws;
    this.groups = groups;
  }

  void create(CreateLogStreamRequest request) {
    String name = request.logStreamName();
    if (name == null || !name.matches("[^:*]{1,512}")) {
      throw Errors.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [^:*]*");
    }
    Group group = groups.get(request.logGroupName());
    Stream stream = new Stream(name, group.arn + ":log-stream:" + name, aws.clock().millis());
    if (group.streams.putIfAbsent(name, stream) != null) {
      throw Errors.exists("log stream");
    }
  }

  void delete(DeleteLogStreamRequest request) {
    if (groups.get(request.logGroupName()).streams.remove(request.logStreamName()) == null) {
      throw Errors.notFound("log stream");
    }
  }

  DescribeLogStreamsResponse describe(DescribeLogStreamsRequest request) {
    Group group = groups.get(request.logGroupName(), request.logGroupIdentifier());
    boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
    if (byTime && request.logStreamNamePrefix() != null) {
      throw Errors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    Comparator<Stream> order =
        byTime
            ? Comparator.comparingLong(Stream::lastEventTime)
            : Comparator.comparing(Stream::name);
    List<LogStream> found =
        group.streams.values().stream()
            .filter(
                stream ->
                    request.logStreamNamePrefix() == null
                        || stream.name().startsWith(request.logStreamNamePrefix()))
            .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
            .map(Stream::describe)
            .toList();
    Part<LogStream> part = Part.of(found, request.nextToken(), request.limit(), 50);
    return DescribeLogStreamsResponse.builder()
        .logStreams(part.items())
        .nextToken(part.next())
        .build();
  }
}
