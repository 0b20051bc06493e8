package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The event source mappings of one account and region: queues only. Thread-safe. */
final class EventSourceMappings implements AutoCloseable {

  private static final String ENABLED = "Enabled";
  private static final String DISABLED = "Disabled";

  private final Surroundings aws;
  private final FunctionCatalog catalog;
  private final Execution execution;
  private final FunctionSettings settings;
  private final Map<String, Entry> mappings = new ConcurrentHashMap<>();

  private record Entry(EventSourceMappingConfiguration mapping, @Nullable SqsPoller poller) {}

  EventSourceMappings(
      Surroundings aws, FunctionCatalog catalog, Execution execution, FunctionSettings settings) {
    this.aws = aws;
    this.catalog = catalog;
    this.execution = execution;
    this.settings = settings;
  }

  synchronized EventSourceMappingConfiguration create(CreateEventSourceMappingRequest request) {
    String source = request.eventSourceArn();
    if (source == null || !source.matches("arn:aws[a-zA-Z-]*:sqs:[^:]+:\\d{12}:[^:]+")) {
      throw Errors.unsupported("event sources other than SQS queues, such as " + source);
    }
    String functionArn = functionArn(request.functionName());
    mappings.values().stream()
        .map(Entry::mapping)
        .filter(
            other ->
                other.eventSourceArn().equals(source) && other.functionArn().equals(functionArn))
        .findFirst()
        .ifPresent(
            other -> {
              throw Errors.conflict(
                  "An event source mapping with SQS arn (\" "
                      + source
                      + " \") and function (\" "
                      + request.functionName()
                      + " \") already exists. Please update or delete the existing mapping with"
                      + " UUID "
                      + other.uuid());
            });
    String uuid = aws.ids().uuid();
    boolean enabled = !Boolean.FALSE.equals(request.enabled());
    EventSourceMappingConfiguration made =
        Shapes.copy(request, EventSourceMappingConfiguration.builder())
            .uuid(uuid)
            .eventSourceMappingArn(aws.arn("lambda", "event-source-mapping:" + uuid))
            .functionArn(functionArn)
            .batchSize(Objects.requireNonNullElse(request.batchSize(), 10))
            .maximumBatchingWindowInSeconds(
                Objects.requireNonNullElse(request.maximumBatchingWindowInSeconds(), 0))
            .functionResponseTypesWithStrings(request.functionResponseTypesAsStrings())
            .lastModified(aws.clock().instant())
            .state(enabled ? ENABLED : DISABLED)
            .stateTransitionReason("USER_INITIATED")
            .build();
    check(made);
    checkQueue(made);
    settings.tags(made.eventSourceMappingArn()).putAll(request.tags());
    mappings.put(uuid, start(made));
    return state(made, enabled ? "Creating" : DISABLED);
  }

  synchronized EventSourceMappingConfiguration update(UpdateEventSourceMappingRequest request) {
    Entry before = entry(request.uuid());
    boolean enabled =
        request.enabled() == null ? before.mapping().state().equals(ENABLED) : request.enabled();
    EventSourceMappingConfiguration.Builder builder =
        Shapes.copy(request, before.mapping().toBuilder())
            .uuid(request.uuid())
            .state(enabled ? ENABLED : DISABLED)
            .lastModified(aws.clock().instant());
    if (request.functionName() != null) {
      builder.functionArn(functionArn(request.functionName()));
    }
    if (request.hasFunctionResponseTypes()) {
      builder.functionResponseTypesWithStrings(request.functionResponseTypesAsStrings());
    }
    EventSourceMappingConfiguration changed = builder.build();
    check(changed);
    checkQueue(changed);
    close(before);
    mappings.put(request.uuid(), start(changed));
    return state(changed, "Updating");
  }

  EventSourceMappingConfiguration get(String uuid) {
    return shown(entry(uuid));
  }

  synchronized EventSourceMappingConfiguration delete(String uuid) {
    Entry entry = entry(uuid);
    mappings.remove(uuid);
    close(entry);
    settings.forgetTags(entry.mapping().eventSourceMappingArn());
    return state(entry.mapping(), "Deleting");
  }

  ListEventSourceMappingsResponse list(ListEventSourceMappingsRequest request) {
    String function = request.functionName() == null ? null : functionArn(request.functionName());
    List<EventSourceMappingConfiguration> found =
        mappings.values().stream()
            .map(EventSourceMappings::shown)
            .filter(
                mapping ->
                    request.eventSourceArn() == null
                        || request.eventSourceArn().equals(mapping.eventSourceArn()))
            .filter(mapping -> function == null || function.equals(mapping.functionArn()))
            .sorted((one, two) -> one.uuid().compareTo(two.uuid()))
            .toList();
    Page<EventSourceMappingConfiguration> page =
        Page.of(found, request.marker(), request.maxItems(), 100);
    return ListEventSourceMappingsResponse.builder()
        .eventSourceMappings(page.items())
        .nextMarker(page.next())
        .build();
  }

  private Entry entry(String uuid) {
    Entry entry = mappings.get(uuid);
    if (entry == null) {
      throw Errors.notFound("The resource you requested does not exist.");
    }
    return entry;
  }

  private static EventSourceMappingConfiguration shown(Entry entry) {
    SqsPoller poller = entry.poller();
    return poller == null
        ? entry.mapping()
        : entry.mapping().toBuilder().lastProcessingResult(poller.lastResult()).build();
  }

  private static EventSourceMappingConfiguration state(
      EventSourceMappingConfiguration mapping, String state) {
    return mapping.toBuilder().state(state).build();
  }

  private Entry start(EventSourceMappingConfiguration mapping) {
    return new Entry(
        mapping,
        mapping.state().equals(ENABLED) ? new SqsPoller(aws, execution, catalog, mapping) : null);
  }

  private static void close(Entry entry) {
    if (entry.poller() != null) {
      entry.poller().close();
    }
  }

  private String functionArn(String name) {
    FunctionRef ref = FunctionRef.parse(name, null);
    var unused = catalog.version(ref);
    return catalog.arn(ref);
  }

  private static void check(EventSourceMappingConfiguration mapping) {
    int size = mapping.batchSize();
    int window = mapping.maximumBatchingWindowInSeconds();
    boolean fifo = mapping.eventSourceArn().endsWith(".fifo");
    if (size < 1 || size > 10_000 || (fifo && size > 10)) {
      throw Errors.invalid(
          "Batch size must be between 1 and " + (fifo ? 10 : 10_000) + " for this queue.");
    }
    if (size > 10 && window < 1) {
      throw Errors.invalid(
          "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
              + " than 10");
    }
    if (window < 0 || window > 300 || (fifo && window > 0)) {
      throw Errors.invalid("Batching window is not supported with this value for this queue.");
    }
    Integer concurrency =
        mapping.scalingConfig() == null ? null : mapping.scalingConfig().maximumConcurrency();
    if (concurrency != null && (concurrency < 2 || concurrency > 1000)) {
      throw Errors.validation(
          "1 validation error detected: Value '"
              + concurrency
              + "' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must"
              + " have value between 2 and 1000");
    }
    if (mapping.provisionedPollerConfig() != null) {
      throw Errors.unsupported("provisioned pollers");
    }
    List<EventPattern> unused = SqsPoller.patterns(mapping);
  }

  /** Asks for the queue in the function's role, as AWS does before it accepts a mapping. */
  private void checkQueue(EventSourceMappingConfiguration mapping) {
    FunctionVersion version = catalog.version(FunctionRef.parse(mapping.functionArn(), null));
    String visibility;
    try {
      visibility =
          aws.client(
                  SqsClient.class,
                  execution.sessions().caller(version),
                  mapping.eventSourceArn().split(":", -1)[3])
              .getQueueAttributes(
                  get ->
                      get.queueUrl(QueueUrls.of(aws, mapping.eventSourceArn()))
                          .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
              .attributes()
              .get(QueueAttributeName.VISIBILITY_TIMEOUT);
    } catch (AwsServiceException refused) {
      if (refused.statusCode() == 403) {
        throw Errors.invalid(
            "The provided execution role does not have permissions to call GetQueueAttributes on"
                + " SQS");
      }
      throw Errors.invalid(
          "Error occurred while ReceiveMessage. SQS Error Code: "
              + refused.awsErrorDetails().errorCode()
              + ". SQS Error Message: "
              + refused.awsErrorDetails().errorMessage());
    }
    int timeout = version.configuration().timeout();
    if (visibility != null && Integer.parseInt(visibility) < timeout) {
      throw Errors.invalid(
          "Queue visibility timeout: "
              + visibility
              + " seconds is less than Function timeout: "
              + timeout
              + " seconds");
    }
  }

  @Override
  public void close() {
    mappings.values().forEach(EventSourceMappings::close);
    mappings.clear();
  }
}
