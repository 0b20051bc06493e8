package dev.rehearsal.cloud.logs;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.kms.Kms;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;

/** The log groups of one account and region. Thread-safe. */
final class Groups {

  private static final Pattern NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
  private static final Set<Integer> DAYS =
      Set.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final Surroundings aws;
  private final Map<String, Group> groups = new ConcurrentSkipListMap<>();

  Groups(Surroundings aws) {
    this.aws = aws;
  }

  void create(CreateLogGroupRequest request) {
    String name = request.logGroupName();
    if (name == null || !NAME.matcher(name).matches()) {
      throw Errors.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    }
    Group group =
        new Group(
            name,
            aws.arn("logs", "log-group:" + name),
            aws.clock().millis(),
            request.logGroupClass() == null ? LogGroupClass.STANDARD : request.logGroupClass());
    encrypt(group, request.kmsKeyId());
    group.tags.putAll(request.tags());
    if (groups.putIfAbsent(name, group) != null) {
      throw Errors.exists("log group");
    }
  }

  /** Encrypts what a group takes in from now on. */
  void encrypt(Group group, @Nullable String key) {
    if (key != null && aws.peer(Kms.class, aws.region()).unusable(key).isPresent()) {
      throw Errors.invalid("The specified KMS Key Id could not be found or is disabled: " + key);
    }
    group.kmsKeyId = key;
  }

  /** The group that a name or an ARN stands for, whose events can be written and read now. */
  Group open(Group group) {
    String key = group.kmsKeyId;
    if (key != null) {
      aws.peer(Kms.class, aws.region())
          .unusable(key)
          .ifPresent(
              why -> {
                throw Errors.denied(
                    "The KMS key of log group " + group.name + " can't be used: " + why);
              });
    }
    return group;
  }

  /** The group that a name or an ARN stands for. */
  Group get(@Nullable String identifier) {
    Group found = identifier == null ? null : groups.get(name(identifier));
    if (found == null) {
      throw Errors.notFound("log group");
    }
    return found;
  }

  Group get(@Nullable String name, @Nullable String identifier) {
    if (name == null && identifier == null) {
      throw Errors.invalid("Exactly one of logGroupName and logGroupIdentifier must be given.");
    }
    return get(name == null ? identifier : name);
  }

  private static String name(String identifier) {
    if (!identifier.startsWith("arn:")) {
      return identifier;
    }
    String[] parts = identifier.split(":", -1);
    return parts.length > 6 ? parts[6] : "";
  }

  void delete(String name) {
    if (groups.remove(name) == null) {
      throw Errors.notFound("log group");
    }
  }

  void retain(String name, Integer days) {
    if (!DAYS.contains(days)) {
      throw Errors.invalid(
          "1 validation error detected: Value '"
              + days
              + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum"
              + " value set: "
              + DAYS.stream().sorted().toList());
    }
    get(name).retentionDays = days;
  }

  DescribeLogGroupsResponse describe(DescribeLogGroupsRequest request) {
    if (request.logGroupNamePrefix() != null && request.logGroupNamePattern() != null) {
      throw Errors.invalid(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    String prefix = request.logGroupNamePrefix();
    String pattern = request.logGroupNamePattern();
    List<LogGroup> found =
        groups.values().stream()
            .filter(group -> prefix == null || group.name.startsWith(prefix))
            .filter(group -> pattern == null || group.name.contains(pattern))
            .filter(
                group -> request.logGroupClass() == null || request.logGroupClass() == group.type)
            .map(Group::describe)
            .toList();
    Part<LogGroup> part = Part.of(found, request.nextToken(), request.limit(), 50);
    return DescribeLogGroupsResponse.builder()
        .logGroups(part.items())
        .nextToken(part.next())
        .build();
  }

  List<Group> all() {
    return List.copyOf(groups.values());
  }
}
