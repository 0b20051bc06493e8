package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.Surroundings;
import java.util.List;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** Amazon EventBridge Scheduler, on the stage's clock. */
public final class Scheduler implements SchedulerClient {

  private final Schedules schedules;

  public Scheduler(Surroundings aws) {
    schedules = new Schedules(aws);
  }

  @Override
  public String serviceName() {
    return "scheduler";
  }

  @Override
  public CreateScheduleResponse createSchedule(CreateScheduleRequest request) {
    return CreateScheduleResponse.builder().scheduleArn(schedules.create(request).arn()).build();
  }

  @Override
  public UpdateScheduleResponse updateSchedule(UpdateScheduleRequest request) {
    return UpdateScheduleResponse.builder().scheduleArn(schedules.update(request).arn()).build();
  }

  @Override
  public GetScheduleResponse getSchedule(GetScheduleRequest request) {
    Schedule found = schedules.existing(request.groupName(), request.name());
    CreateScheduleRequest spec = found.spec();
    return GetScheduleResponse.builder()
        .arn(found.arn())
        .name(found.name())
        .groupName(found.group())
        .description(spec.description())
        .scheduleExpression(spec.scheduleExpression())
        .scheduleExpressionTimezone(found.zone().getId())
        .startDate(spec.startDate())
        .endDate(spec.endDate())
        .flexibleTimeWindow(spec.flexibleTimeWindow())
        .kmsKeyArn(spec.kmsKeyArn())
        .state(found.enabled() ? ScheduleState.ENABLED : ScheduleState.DISABLED)
        .target(spec.target())
        .actionAfterCompletion(
            spec.actionAfterCompletion() == null
                ? ActionAfterCompletion.NONE
                : spec.actionAfterCompletion())
        .creationDate(found.created())
        .lastModificationDate(found.modified())
        .build();
  }

  @Override
  public DeleteScheduleResponse deleteSchedule(DeleteScheduleRequest request) {
    schedules.delete(schedules.existing(request.groupName(), request.name()));
    return DeleteScheduleResponse.builder().build();
  }

  @Override
  public ListSchedulesResponse listSchedules(ListSchedulesRequest request) {
    List<ScheduleSummary> all =
        schedules.all().stream()
            .filter(each -> request.groupName() == null || each.group().equals(request.groupName()))
            .filter(
                each ->
                    request.namePrefix() == null || each.name().startsWith(request.namePrefix()))
            .filter(
                each ->
                    request.state() == null
                        || each.enabled() == (request.state() == ScheduleState.ENABLED))
            .map(
                each ->
                    ScheduleSummary.builder()
                        .arn(each.arn())
                        .name(each.name())
                        .groupName(each.group())
                        .state(each.enabled() ? ScheduleState.ENABLED : ScheduleState.DISABLED)
                        .target(t -> t.arn(each.spec().target().arn()))
                        .creationDate(each.created())
                        .lastModificationDate(each.modified())
                        .build())
            .toList();
    return ListSchedulesResponse.builder().schedules(all).build();
  }

  @Override
  public CreateScheduleGroupResponse createScheduleGroup(CreateScheduleGroupRequest request) {
    return CreateScheduleGroupResponse.builder()
        .scheduleGroupArn(schedules.createGroup(request).arn())
        .build();
  }

  @Override
  public GetScheduleGroupResponse getScheduleGroup(GetScheduleGroupRequest request) {
    ScheduleGroup group = schedules.group(request.name());
    return GetScheduleGroupResponse.builder()
        .arn(group.arn())
        .name(group.name())
        .state(ScheduleGroupState.ACTIVE)
        .creationDate(group.created())
        .lastModificationDate(group.created())
        .build();
  }

  @Override
  public ListScheduleGroupsResponse listScheduleGroups(ListScheduleGroupsRequest request) {
    return ListScheduleGroupsResponse.builder()
        .scheduleGroups(
            schedules.groups().stream()
                .filter(
                    each ->
                        request.namePrefix() == null
                            || each.name().startsWith(request.namePrefix()))
                .map(
                    each ->
                        ScheduleGroupSummary.builder()
                            .arn(each.arn())
                            .name(each.name())
                            .state(ScheduleGroupState.ACTIVE)
                            .creationDate(each.created())
                            .lastModificationDate(each.created())
                            .build())
                .toList())
        .build();
  }

  @Override
  public DeleteScheduleGroupResponse deleteScheduleGroup(DeleteScheduleGroupRequest request) {
    schedules.deleteGroup(request.name());
    return DeleteScheduleGroupResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    ScheduleGroup group = schedules.groupAt(request.resourceArn());
    request.tags().forEach(tag -> group.tags().put(tag.key(), tag.value()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    schedules.groupAt(request.resourceArn()).tags().keySet().removeAll(request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            schedules.groupAt(request.resourceArn()).tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public void close() {
    schedules.close();
  }
}
