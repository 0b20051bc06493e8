package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.ResourcePolicies;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.AddPermissionResponse;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** Amazon SQS: standard and FIFO queues, in memory. */
public final class Sqs implements SqsClient, ResourcePolicies {

  private final Queues queues;
  private final QueueAdmin admin;
  private final QueuePermissions permissions;
  private final Sending sending;
  private final Receiving receiving;
  private final Receipts receipts;
  private final MoveTasks moves;

  public Sqs(Surroundings aws) {
    queues = new Queues(aws);
    admin = new QueueAdmin(queues);
    permissions = new QueuePermissions(queues);
    sending = new Sending(aws, queues);
    receiving = new Receiving(aws, queues);
    receipts = new Receipts(queues);
    moves = new MoveTasks(aws, queues);
  }

  @Override
  public String serviceName() {
    return "sqs";
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return queues.locked(() -> queues.withArn(arn).map(queue -> queue.attributes.get("Policy")));
  }

  @Override
  public Optional<AwsServiceException> missing(String arn) {
    return queues.locked(() -> queues.withArn(arn).isPresent())
        ? Optional.empty()
        : Optional.of(SqsErrors.noQueue());
  }

  @Override
  public CreateQueueResponse createQueue(CreateQueueRequest request) {
    return CreateQueueResponse.builder()
        .queueUrl(admin.create(request.queueName(), request.attributesAsStrings(), request.tags()))
        .build();
  }

  @Override
  public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
    admin.delete(request.queueUrl());
    return DeleteQueueResponse.builder().build();
  }

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
    return GetQueueUrlResponse.builder()
        .queueUrl(
            queues.locked(
                () ->
                    queues
                        .named(String.valueOf(request.queueName()))
                        .map(queues::url)
                        .orElseThrow(SqsErrors::noQueue)))
        .build();
  }

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    return GetQueueAttributesResponse.builder()
        .attributesWithStrings(
            admin.describe(request.queueUrl(), request.attributeNamesAsStrings()))
        .build();
  }

  @Override
  public SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
    admin.set(request.queueUrl(), request.attributesAsStrings());
    return SetQueueAttributesResponse.builder().build();
  }

  @Override
  public ListQueuesResponse listQueues(ListQueuesRequest request) {
    Page page =
        Page.of(admin.urls(request.queueNamePrefix()), request.maxResults(), request.nextToken());
    return ListQueuesResponse.builder().queueUrls(page.items()).nextToken(page.next()).build();
  }

  @Override
  public ListDeadLetterSourceQueuesResponse listDeadLetterSourceQueues(
      ListDeadLetterSourceQueuesRequest request) {
    Page page =
        Page.of(admin.sourcesOf(request.queueUrl()), request.maxResults(), request.nextToken());
    return ListDeadLetterSourceQueuesResponse.builder()
        .queueUrls(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
    admin.purge(request.queueUrl());
    return PurgeQueueResponse.builder().build();
  }

  @Override
  public TagQueueResponse tagQueue(TagQueueRequest request) {
    admin.tag(request.queueUrl(), request.tags());
    return TagQueueResponse.builder().build();
  }

  @Override
  public UntagQueueResponse untagQueue(UntagQueueRequest request) {
    admin.untag(request.queueUrl(), request.tagKeys());
    return UntagQueueResponse.builder().build();
  }

  @Override
  public ListQueueTagsResponse listQueueTags(ListQueueTagsRequest request) {
    return ListQueueTagsResponse.builder().tags(admin.tags(request.queueUrl())).build();
  }

  @Override
  public AddPermissionResponse addPermission(AddPermissionRequest request) {
    permissions.add(request);
    return AddPermissionResponse.builder().build();
  }

  @Override
  public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
    permissions.remove(request);
    return RemovePermissionResponse.builder().build();
  }

  @Override
  public SendMessageResponse sendMessage(SendMessageRequest request) {
    return sending.send(request.queueUrl(), Outgoing.of(request));
  }

  @Override
  public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    checkQueue(request.queueUrl());
    Batches.checkSize(request.entries().stream().mapToInt(each -> Outgoing.of(each).size()).sum());
    Batches.Outcome<SendMessageBatchResultEntry> outcome =
        Batches.run(
            request.entries(),
            "SendMessageBatchRequestEntry",
            SendMessageBatchRequestEntry::id,
            entry -> {
              SendMessageResponse sent = sending.send(request.queueUrl(), Outgoing.of(entry));
              return SendMessageBatchResultEntry.builder()
                  .id(entry.id())
                  .messageId(sent.messageId())
                  .md5OfMessageBody(sent.md5OfMessageBody())
                  .md5OfMessageAttributes(sent.md5OfMessageAttributes())
                  .md5OfMessageSystemAttributes(sent.md5OfMessageSystemAttributes())
                  .sequenceNumber(sent.sequenceNumber())
                  .build();
            });
    return SendMessageBatchResponse.builder()
        .successful(outcome.successful())
        .failed(outcome.failed())
        .build();
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    return ReceiveMessageResponse.builder().messages(receiving.receive(request)).build();
  }

  @Override
  public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
    receipts.delete(request.queueUrl(), request.receiptHandle());
    return DeleteMessageResponse.builder().build();
  }

  @Override
  public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
    checkQueue(request.queueUrl());
    Batches.Outcome<DeleteMessageBatchResultEntry> outcome =
        Batches.run(
            request.entries(),
            "DeleteMessageBatchRequestEntry",
            DeleteMessageBatchRequestEntry::id,
            entry -> {
              receipts.delete(request.queueUrl(), entry.receiptHandle());
              return DeleteMessageBatchResultEntry.builder().id(entry.id()).build();
            });
    return DeleteMessageBatchResponse.builder()
        .successful(outcome.successful())
        .failed(outcome.failed())
        .build();
  }

  @Override
  public ChangeMessageVisibilityResponse changeMessageVisibility(
      ChangeMessageVisibilityRequest request) {
    receipts.changeVisibility(
        request.queueUrl(), request.receiptHandle(), request.visibilityTimeout());
    return ChangeMessageVisibilityResponse.builder().build();
  }

  @Override
  public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
      ChangeMessageVisibilityBatchRequest request) {
    checkQueue(request.queueUrl());
    Batches.Outcome<ChangeMessageVisibilityBatchResultEntry> outcome =
        Batches.run(
            request.entries(),
            "ChangeMessageVisibilityBatchRequestEntry",
            ChangeMessageVisibilityBatchRequestEntry::id,
            entry -> {
              receipts.changeVisibility(
                  request.queueUrl(), entry.receiptHandle(), entry.visibilityTimeout());
              return ChangeMessageVisibilityBatchResultEntry.builder().id(entry.id()).build();
            });
    return ChangeMessageVisibilityBatchResponse.builder()
        .successful(outcome.successful())
        .failed(outcome.failed())
        .build();
  }

  @Override
  public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
    return StartMessageMoveTaskResponse.builder().taskHandle(moves.start(request)).build();
  }

  @Override
  public ListMessageMoveTasksResponse listMessageMoveTasks(ListMessageMoveTasksRequest request) {
    return ListMessageMoveTasksResponse.builder().results(moves.list(request)).build();
  }

  @Override
  public CancelMessageMoveTaskResponse cancelMessageMoveTask(CancelMessageMoveTaskRequest request) {
    return CancelMessageMoveTaskResponse.builder()
        .approximateNumberOfMessagesMoved(moves.cancel(request.taskHandle()))
        .build();
  }

  @Override
  public void close() {
    moves.close();
    queues.locked(queues::removeAll);
  }

  private void checkQueue(@Nullable String url) {
    queues.locked(() -> List.of(queues.at(url)));
  }
}
