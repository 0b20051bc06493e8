package dev.rehearsal.cloud.cloudformation;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** A stack with what it was made of. Used under the service's lock. */
final class Stack {

  /** What a stack was asked to be. */
  record Wish(
      String body, Template template, Map<String, String> parameters, Map<String, String> tags) {

    /** Whether another wish is the same, however its template is written. */
    boolean isSameAs(Wish other) {
      return TemplateReader.read(body).equals(TemplateReader.read(other.body))
          && parameters.equals(other.parameters)
          && tags.equals(other.tags);
    }

    /** The parameters as anybody may see them. */
    List<Parameter> shownParameters() {
      List<Parameter> shown = new ArrayList<>();
      parameters.forEach(
          (key, value) ->
              shown.add(
                  Parameter.builder()
                      .parameterKey(key)
                      .parameterValue(
                          template.parameters().path(key).path("NoEcho").asBoolean()
                              ? "****"
                              : value)
                      .build()));
      return shown;
    }
  }

  /**
   * A resource of a stack.
   *
   * @param made what it became; null where it could not be made
   * @param retained whether it stays when the stack goes
   */
  record Resource(
      String logicalId,
      ResourceKind kind,
      @Nullable Made made,
      Properties properties,
      boolean retained,
      ResourceStatus status,
      @Nullable String reason,
      Instant at) {

    Resource as(ResourceStatus other, @Nullable String why, Instant now) {
      return new Resource(logicalId, kind, made, properties, retained, other, why, now);
    }

    @Nullable String physicalId() {
      return made == null ? null : made.id();
    }
  }

  final String name;
  final String id;
  final Instant created;
  final Map<String, Resource> resources = new LinkedHashMap<>();
  final List<StackEvent> events = new ArrayList<>();
  List<String> capabilities = List.of();
  List<Output> outputs = List.of();

  /** The names of other stacks' exports that it stands on. */
  Set<String> imports = Set.of();

  Wish wish;
  StackStatus status = StackStatus.CREATE_IN_PROGRESS;
  boolean disableRollback;
  boolean isProtected;
  @Nullable String reason;
  @Nullable Instant updated;
  @Nullable Instant deleted;
  @Nullable String changeSetId;
  @Nullable String roleArn;
  @Nullable Integer timeout;
  private final Surroundings aws;

  Stack(Surroundings aws, String name, Wish wish) {
    this.aws = aws;
    this.name = name;
    this.id = aws.arn("cloudformation", "stack/" + name + "/" + aws.ids().uuid());
    this.created = aws.clock().instant();
    this.wish = wish;
  }

  boolean isThere() {
    return deleted == null;
  }

  void to(StackStatus next, @Nullable String why) {
    status = next;
    reason = why;
    event(name, "AWS::CloudFormation::Stack", id, next.toString(), why);
  }

  /** Keeps what became of a resource, and tells it. */
  void note(Resource resource) {
    resources.put(resource.logicalId(), resource);
    tell(resource);
  }

  void tell(Resource resource) {
    event(
        resource.logicalId(),
        resource.kind().type(),
        resource.physicalId(),
        resource.status().toString(),
        resource.reason());
  }

  private void event(
      String logicalId,
      String type,
      @Nullable String physicalId,
      String became,
      @Nullable String why) {
    events.add(
        StackEvent.builder()
            .eventId(aws.ids().uuid())
            .stackId(id)
            .stackName(name)
            .logicalResourceId(logicalId)
            .physicalResourceId(physicalId)
            .resourceType(type)
            .resourceStatus(became)
            .resourceStatusReason(why)
            .timestamp(aws.clock().instant())
            .build());
  }

  /** The values of the pseudo parameters. */
  Map<String, String> pseudo() {
    Map<String, String> values = new TreeMap<>();
    values.put("AWS::AccountId", aws.account());
    values.put("AWS::Partition", "aws");
    values.put("AWS::Region", aws.region());
    values.put("AWS::StackId", id);
    values.put("AWS::StackName", name);
    values.put("AWS::URLSuffix", "amazonaws.com");
    return values;
  }
}
