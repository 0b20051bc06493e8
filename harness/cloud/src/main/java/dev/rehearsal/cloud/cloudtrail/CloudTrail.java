package dev.rehearsal.cloud.cloudtrail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.AddTagsRequest;
import software.amazon.awssdk.services.cloudtrail.model.AddTagsResponse;
import software.amazon.awssdk.services.cloudtrail.model.CreateTrailRequest;
import software.amazon.awssdk.services.cloudtrail.model.CreateTrailResponse;
import software.amazon.awssdk.services.cloudtrail.model.DeleteTrailRequest;
import software.amazon.awssdk.services.cloudtrail.model.DeleteTrailResponse;
import software.amazon.awssdk.services.cloudtrail.model.DescribeTrailsRequest;
import software.amazon.awssdk.services.cloudtrail.model.DescribeTrailsResponse;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsRequest;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.GetInsightSelectorsRequest;
import software.amazon.awssdk.services.cloudtrail.model.GetInsightSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailRequest;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailResponse;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailStatusRequest;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailStatusResponse;
import software.amazon.awssdk.services.cloudtrail.model.InsightNotEnabledException;
import software.amazon.awssdk.services.cloudtrail.model.ListPublicKeysRequest;
import software.amazon.awssdk.services.cloudtrail.model.ListPublicKeysResponse;
import software.amazon.awssdk.services.cloudtrail.model.ListTagsRequest;
import software.amazon.awssdk.services.cloudtrail.model.ListTagsResponse;
import software.amazon.awssdk.services.cloudtrail.model.ListTrailsRequest;
import software.amazon.awssdk.services.cloudtrail.model.ListTrailsResponse;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;
import software.amazon.awssdk.services.cloudtrail.model.PublicKey;
import software.amazon.awssdk.services.cloudtrail.model.PutEventSelectorsRequest;
import software.amazon.awssdk.services.cloudtrail.model.PutEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.RemoveTagsRequest;
import software.amazon.awssdk.services.cloudtrail.model.RemoveTagsResponse;
import software.amazon.awssdk.services.cloudtrail.model.Resource;
import software.amazon.awssdk.services.cloudtrail.model.ResourceTag;
import software.amazon.awssdk.services.cloudtrail.model.StartLoggingRequest;
import software.amazon.awssdk.services.cloudtrail.model.StartLoggingResponse;
import software.amazon.awssdk.services.cloudtrail.model.StopLoggingRequest;
import software.amazon.awssdk.services.cloudtrail.model.StopLoggingResponse;
import software.amazon.awssdk.services.cloudtrail.model.Tag;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.cloudtrail.model.TrailInfo;
import software.amazon.awssdk.services.cloudtrail.model.UpdateTrailRequest;
import software.amazon.awssdk.services.cloudtrail.model.UpdateTrailResponse;

/** AWS CloudTrail: the event history, and trails that write it to buckets and logs. */
public final class CloudTrail implements CloudTrailClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How long events wait for their file; on AWS about five minutes. */
  private static final long DELIVERY_SECONDS = 5;

  private final Surroundings aws;
  private final Map<String, TrailState> trails = new ConcurrentSkipListMap<>();
  private @Nullable ScheduledFuture<?> delivering;

  public CloudTrail(Surroundings aws) {
    this.aws = aws;
  }

  @Override
  public LookupEventsResponse lookupEvents(LookupEventsRequest request) {
    List<TrailEvent> found = new ArrayList<>();
    for (Hop hop : aws.history().after(0).hops()) {
      if (hop.kind() == Hop.Kind.AWS) {
        TrailEvent event = TrailEvent.of(hop, aws.account());
        if (event.management()
            && event.region().equals(aws.region())
            && within(event.time(), request)
            && request.lookupAttributes().stream().allMatch(wanted -> has(event, wanted))) {
          found.add(event);
        }
      }
    }
    Collections.reverse(found);
    int size = request.maxResults() == null ? 50 : Math.min(50, request.maxResults());
    try {
      Page<TrailEvent> page = Page.of(found, request.nextToken(), size);
      return LookupEventsResponse.builder()
          .events(page.items().stream().map(CloudTrail::shown).toList())
          .nextToken(page.next())
          .build();
    } catch (NumberFormatException broken) {
      throw TrailErrors.token();
    }
  }

  private static boolean within(Instant time, LookupEventsRequest request) {
    return (request.startTime() == null || !time.isBefore(request.startTime()))
        && (request.endTime() == null || !time.isAfter(request.endTime()));
  }

  private static boolean has(TrailEvent event, LookupAttribute wanted) {
    String value = wanted.attributeValue();
    return switch (wanted.attributeKey()) {
      case EVENT_ID -> event.id().equals(value);
      case EVENT_NAME -> event.name().equals(value);
      case READ_ONLY -> String.valueOf(event.readOnly()).equals(value);
      case USERNAME -> event.userName().equals(value);
      case EVENT_SOURCE -> event.source().equals(value);
      case ACCESS_KEY_ID -> value.equals(event.accessKey());
      case RESOURCE_NAME ->
          event.resources().stream().anyMatch(arn -> arn.equals(value) || name(arn).equals(value));
      default -> throw TrailErrors.notHere("looking up by " + wanted.attributeKeyAsString());
    };
  }

  private static String name(String arn) {
    String resource = arn.substring(arn.lastIndexOf(':') + 1);
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private static Event shown(TrailEvent event) {
    try {
      return Event.builder()
          .eventId(event.id())
          .eventName(event.name())
          .readOnly(String.valueOf(event.readOnly()))
          .accessKeyId(event.accessKey())
          .eventTime(event.time())
          .eventSource(event.source())
          .username(event.userName().isEmpty() ? null : event.userName())
          .resources(
              event.resources().stream()
                  .map(arn -> Resource.builder().resourceName(name(arn)).build())
                  .toList())
          .cloudTrailEvent(JSON.writeValueAsString(event.json()))
          .build();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public synchronized CreateTrailResponse createTrail(CreateTrailRequest request) {
    if (!request.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{2,127}")) {
      throw TrailErrors.name(request.name());
    }
    if (trails.containsKey(request.name())) {
      throw TrailErrors.exists(request.name(), aws.account());
    }
    notHere(request.snsTopicName() != null, Boolean.TRUE.equals(request.isOrganizationTrail()));
    Trail trail =
        Trail.builder()
            .name(request.name())
            .trailARN(aws.arn("cloudtrail", "trail/" + request.name()))
            .s3BucketName(request.s3BucketName())
            .s3KeyPrefix(request.s3KeyPrefix())
            .includeGlobalServiceEvents(!Boolean.FALSE.equals(request.includeGlobalServiceEvents()))
            .isMultiRegionTrail(Boolean.TRUE.equals(request.isMultiRegionTrail()))
            .homeRegion(aws.region())
            .logFileValidationEnabled(Boolean.TRUE.equals(request.enableLogFileValidation()))
            .kmsKeyId(request.kmsKeyId())
            .cloudWatchLogsLogGroupArn(given(request.cloudWatchLogsLogGroupArn()))
            .cloudWatchLogsRoleArn(given(request.cloudWatchLogsRoleArn()))
            .hasCustomEventSelectors(false)
            .hasInsightSelectors(false)
            .isOrganizationTrail(false)
            .build();
    TrailState state = new TrailState(aws, trail, probe(trail));
    request.tagsList().forEach(tag -> state.tags.put(tag.key(), tag.value()));
    trails.put(trail.name(), state);
    return CreateTrailResponse.builder()
        .name(trail.name())
        .s3BucketName(trail.s3BucketName())
        .s3KeyPrefix(trail.s3KeyPrefix())
        .includeGlobalServiceEvents(trail.includeGlobalServiceEvents())
        .isMultiRegionTrail(trail.isMultiRegionTrail())
        .trailARN(trail.trailARN())
        .logFileValidationEnabled(trail.logFileValidationEnabled())
        .kmsKeyId(trail.kmsKeyId())
        .cloudWatchLogsLogGroupArn(trail.cloudWatchLogsLogGroupArn())
        .cloudWatchLogsRoleArn(trail.cloudWatchLogsRoleArn())
        .isOrganizationTrail(false)
        .build();
  }

  @Override
  public UpdateTrailResponse updateTrail(UpdateTrailRequest request) {
    TrailState state = find(request.name());
    notHere(
        request.snsTopicName() != null && !request.snsTopicName().isEmpty(),
        Boolean.TRUE.equals(request.isOrganizationTrail()));
    Trail.Builder change = state.trail().toBuilder();
    if (request.s3BucketName() != null) {
      change.s3BucketName(request.s3BucketName());
    }
    if (request.s3KeyPrefix() != null) {
      change.s3KeyPrefix(given(request.s3KeyPrefix()));
    }
    if (request.includeGlobalServiceEvents() != null) {
      change.includeGlobalServiceEvents(request.includeGlobalServiceEvents());
    }
    if (request.isMultiRegionTrail() != null) {
      change.isMultiRegionTrail(request.isMultiRegionTrail());
    }
    if (request.enableLogFileValidation() != null) {
      change.logFileValidationEnabled(request.enableLogFileValidation());
    }
    if (request.kmsKeyId() != null) {
      change.kmsKeyId(given(request.kmsKeyId()));
    }
    if (request.cloudWatchLogsLogGroupArn() != null) {
      change.cloudWatchLogsLogGroupArn(given(request.cloudWatchLogsLogGroupArn()));
    }
    if (request.cloudWatchLogsRoleArn() != null) {
      change.cloudWatchLogsRoleArn(given(request.cloudWatchLogsRoleArn()));
    }
    Trail changed = change.build();
    state.change(changed, probe(changed));
    return UpdateTrailResponse.builder()
        .name(changed.name())
        .s3BucketName(changed.s3BucketName())
        .s3KeyPrefix(changed.s3KeyPrefix())
        .includeGlobalServiceEvents(changed.includeGlobalServiceEvents())
        .isMultiRegionTrail(changed.isMultiRegionTrail())
        .trailARN(changed.trailARN())
        .logFileValidationEnabled(changed.logFileValidationEnabled())
        .kmsKeyId(changed.kmsKeyId())
        .cloudWatchLogsLogGroupArn(changed.cloudWatchLogsLogGroupArn())
        .cloudWatchLogsRoleArn(changed.cloudWatchLogsRoleArn())
        .isOrganizationTrail(false)
        .build();
  }

  /** What is taken away comes as an empty text. */
  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static void notHere(boolean topic, boolean organization) {
    if (topic) {
      throw TrailErrors.notHere("telling a topic of log files");
    } else if (organization) {
      throw TrailErrors.notHere("trails of an organization");
    }
  }

  /**
   * Tries whether the trail may write where it wants to.
   *
   * @return its log; null where it has none
   */
  private @Nullable TrailLog probe(Trail trail) {
    TrailLog.check(trail.cloudWatchLogsLogGroupArn(), trail.cloudWatchLogsRoleArn());
    try {
      new LogFiles(aws, trail, null).probe();
    } catch (AwsServiceException refused) {
      if (refused.statusCode() == 403) {
        throw TrailErrors.bucket(trail.s3BucketName());
      }
      throw refused;
    }
    if (trail.cloudWatchLogsLogGroupArn() == null) {
      return null;
    }
    TrailLog log = new TrailLog(aws, trail);
    log.probe();
    return log;
  }

  @Override
  public DeleteTrailResponse deleteTrail(DeleteTrailRequest request) {
    TrailState state = find(request.name());
    state.stop();
    trails.remove(state.trail().name());
    return DeleteTrailResponse.builder().build();
  }

  @Override
  public GetTrailResponse getTrail(GetTrailRequest request) {
    return GetTrailResponse.builder().trail(find(request.name()).trail()).build();
  }

  @Override
  public DescribeTrailsResponse describeTrails(DescribeTrailsRequest request) {
    return DescribeTrailsResponse.builder()
        .trailList(
            trails.values().stream()
                .map(TrailState::trail)
                .filter(
                    trail ->
                        request.trailNameList().isEmpty()
                            || request.trailNameList().contains(trail.name())
                            || request.trailNameList().contains(trail.trailARN()))
                .toList())
        .build();
  }

  @Override
  public ListTrailsResponse listTrails(ListTrailsRequest request) {
    return ListTrailsResponse.builder()
        .trails(
            trails.values().stream()
                .map(TrailState::trail)
                .map(
                    trail ->
                        TrailInfo.builder()
                            .name(trail.name())
                            .trailARN(trail.trailARN())
                            .homeRegion(trail.homeRegion())
                            .build())
                .toList())
        .build();
  }

  @Override
  public GetTrailStatusResponse getTrailStatus(GetTrailStatusRequest request) {
    return find(request.name()).status();
  }

  @Override
  public synchronized StartLoggingResponse startLogging(StartLoggingRequest request) {
    find(request.name()).start();
    if (delivering == null) {
      delivering =
          aws.scheduler()
              .scheduleWithFixedDelay(
                  () -> aws.workers().execute(() -> trails.values().forEach(TrailState::deliver)),
                  DELIVERY_SECONDS,
                  DELIVERY_SECONDS,
                  TimeUnit.SECONDS);
    }
    return StartLoggingResponse.builder().build();
  }

  @Override
  public StopLoggingResponse stopLogging(StopLoggingRequest request) {
    find(request.name()).stop();
    return StopLoggingResponse.builder().build();
  }

  @Override
  public PutEventSelectorsResponse putEventSelectors(PutEventSelectorsRequest request) {
    TrailState state = find(request.trailName());
    Selectors selectors = new Selectors(request.eventSelectors(), request.advancedEventSelectors());
    selectors.check();
    state.select(selectors);
    return PutEventSelectorsResponse.builder()
        .trailARN(state.trail().trailARN())
        .eventSelectors(selectors.basic())
        .advancedEventSelectors(selectors.advanced())
        .build();
  }

  @Override
  public GetEventSelectorsResponse getEventSelectors(GetEventSelectorsRequest request) {
    TrailState state = find(request.trailName());
    return GetEventSelectorsResponse.builder()
        .trailARN(state.trail().trailARN())
        .eventSelectors(state.selectors().basic())
        .advancedEventSelectors(state.selectors().advanced())
        .build();
  }

  @Override
  public GetInsightSelectorsResponse getInsightSelectors(GetInsightSelectorsRequest request) {
    throw AwsError.of(
        InsightNotEnabledException.builder(),
        "InsightNotEnabledException",
        400,
        "Insights are not enabled on the trail " + request.trailName());
  }

  @Override
  public ListPublicKeysResponse listPublicKeys(ListPublicKeysRequest request) {
    return ListPublicKeysResponse.builder()
        .publicKeyList(
            trails.values().stream()
                .flatMap(trail -> trail.digests().stream())
                .map(
                    digests ->
                        PublicKey.builder()
                            .value(SdkBytes.fromByteArray(digests.publicKey()))
                            .fingerprint(digests.fingerprint())
                            .validityStartTime(digests.since())
                            .build())
                .toList())
        .build();
  }

  @Override
  public AddTagsResponse addTags(AddTagsRequest request) {
    TrailState state = find(request.resourceId());
    request.tagsList().forEach(tag -> state.tags.put(tag.key(), tag.value()));
    return AddTagsResponse.builder().build();
  }

  @Override
  public RemoveTagsResponse removeTags(RemoveTagsRequest request) {
    TrailState state = find(request.resourceId());
    request.tagsList().forEach(tag -> state.tags.remove(tag.key()));
    return RemoveTagsResponse.builder().build();
  }

  @Override
  public ListTagsResponse listTags(ListTagsRequest request) {
    List<ResourceTag> all = new ArrayList<>();
    for (String arn : request.resourceIdList()) {
      all.add(
          ResourceTag.builder()
              .resourceId(arn)
              .tagsList(
                  find(arn).tags.entrySet().stream()
                      .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                      .toList())
              .build());
    }
    return ListTagsResponse.builder().resourceTagList(all).build();
  }

  @Override
  public String serviceName() {
    return "cloudtrail";
  }

  @Override
  public synchronized void close() {
    if (delivering != null) {
      delivering.cancel(false);
    }
  }

  private TrailState find(String nameOrArn) {
    TrailState state = trails.get(nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1));
    if (state == null) {
      throw TrailErrors.unknown(nameOrArn, aws.account());
    }
    return state;
  }
}
