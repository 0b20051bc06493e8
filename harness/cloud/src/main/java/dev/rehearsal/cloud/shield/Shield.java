package dev.rehearsal.cloud.shield;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.cloudfront.CloudFront;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.shield.ShieldClient;
import software.amazon.awssdk.services.shield.model.AutoRenew;
import software.amazon.awssdk.services.shield.model.CreateProtectionRequest;
import software.amazon.awssdk.services.shield.model.CreateProtectionResponse;
import software.amazon.awssdk.services.shield.model.CreateSubscriptionRequest;
import software.amazon.awssdk.services.shield.model.CreateSubscriptionResponse;
import software.amazon.awssdk.services.shield.model.DeleteProtectionRequest;
import software.amazon.awssdk.services.shield.model.DeleteProtectionResponse;
import software.amazon.awssdk.services.shield.model.DescribeProtectionRequest;
import software.amazon.awssdk.services.shield.model.DescribeProtectionResponse;
import software.amazon.awssdk.services.shield.model.DescribeSubscriptionRequest;
import software.amazon.awssdk.services.shield.model.DescribeSubscriptionResponse;
import software.amazon.awssdk.services.shield.model.GetSubscriptionStateRequest;
import software.amazon.awssdk.services.shield.model.GetSubscriptionStateResponse;
import software.amazon.awssdk.services.shield.model.InvalidResourceException;
import software.amazon.awssdk.services.shield.model.ListProtectionsRequest;
import software.amazon.awssdk.services.shield.model.ListProtectionsResponse;
import software.amazon.awssdk.services.shield.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.shield.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.shield.model.Protection;
import software.amazon.awssdk.services.shield.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.shield.model.ResourceNotFoundException;
import software.amazon.awssdk.services.shield.model.Subscription;
import software.amazon.awssdk.services.shield.model.SubscriptionState;
import software.amazon.awssdk.services.shield.model.Tag;
import software.amazon.awssdk.services.shield.model.TagResourceRequest;
import software.amazon.awssdk.services.shield.model.TagResourceResponse;
import software.amazon.awssdk.services.shield.model.UntagResourceRequest;
import software.amazon.awssdk.services.shield.model.UntagResourceResponse;
import software.amazon.awssdk.services.shield.model.UpdateSubscriptionRequest;
import software.amazon.awssdk.services.shield.model.UpdateSubscriptionResponse;

/**
 * AWS Shield Advanced: the subscription, and which distributions it protects. It keeps records;
 * what holds a flood off is the firewall's rate-based rule.
 */
public final class Shield implements ShieldClient {

  private static final Duration COMMITMENT = Duration.ofDays(365);

  private final Surroundings aws;
  private final Map<String, Protection> protections = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
  private @Nullable Subscription subscription;

  public Shield(Surroundings aws) {
    this.aws = aws;
  }

  @Override
  public synchronized CreateSubscriptionResponse createSubscription(
      CreateSubscriptionRequest request) {
    if (subscription != null) {
      throw AwsError.of(
          ResourceAlreadyExistsException.builder(),
          "ResourceAlreadyExistsException",
          400,
          "The subscription already exists.");
    }
    Instant now = aws.clock().instant();
    subscription =
        Subscription.builder()
            .startTime(now)
            .endTime(now.plus(COMMITMENT))
            .timeCommitmentInSeconds(COMMITMENT.toSeconds())
            .autoRenew(AutoRenew.ENABLED)
            .subscriptionArn("arn:aws:shield::" + aws.account() + ":subscription")
            .build();
    return CreateSubscriptionResponse.builder().build();
  }

  @Override
  public synchronized DescribeSubscriptionResponse describeSubscription(
      DescribeSubscriptionRequest request) {
    return DescribeSubscriptionResponse.builder().subscription(subscribed()).build();
  }

  @Override
  public synchronized UpdateSubscriptionResponse updateSubscription(
      UpdateSubscriptionRequest request) {
    subscription = subscribed().toBuilder().autoRenew(request.autoRenew()).build();
    return UpdateSubscriptionResponse.builder().build();
  }

  @Override
  public synchronized GetSubscriptionStateResponse getSubscriptionState(
      GetSubscriptionStateRequest request) {
    return GetSubscriptionStateResponse.builder()
        .subscriptionState(
            subscription == null ? SubscriptionState.INACTIVE : SubscriptionState.ACTIVE)
        .build();
  }

  @Override
  public synchronized CreateProtectionResponse createProtection(CreateProtectionRequest request) {
    subscribed();
    String resource = request.resourceArn();
    boolean known =
        aws
            .peer(CloudFront.class, "us-east-1")
            .listDistributions(list -> {})
            .distributionList()
            .items()
            .stream()
            .anyMatch(distribution -> distribution.arn().equals(resource));
    if (!known) {
      throw AwsError.of(
          InvalidResourceException.builder(),
          "InvalidResourceException",
          400,
          "The embedded Shield protects CloudFront distributions that exist: " + resource);
    }
    if (protections.values().stream().anyMatch(one -> one.resourceArn().equals(resource))) {
      throw AwsError.of(
          ResourceAlreadyExistsException.builder(),
          "ResourceAlreadyExistsException",
          400,
          "The protection already exists.");
    }
    String id = aws.ids().uuid();
    Protection protection =
        Protection.builder()
            .id(id)
            .name(request.name())
            .resourceArn(resource)
            .protectionArn("arn:aws:shield::" + aws.account() + ":protection/" + id)
            .build();
    protections.put(id, protection);
    Map<String, String> own = new ConcurrentHashMap<>();
    request.tags().forEach(tag -> own.put(tag.key(), tag.value()));
    tags.put(protection.protectionArn(), own);
    return CreateProtectionResponse.builder().protectionId(id).build();
  }

  @Override
  public DescribeProtectionResponse describeProtection(DescribeProtectionRequest request) {
    Protection found =
        protections.values().stream()
            .filter(
                one ->
                    one.id().equals(request.protectionId())
                        || one.resourceArn().equals(request.resourceArn()))
            .findFirst()
            .orElseThrow(() -> missing("protection"));
    return DescribeProtectionResponse.builder().protection(found).build();
  }

  @Override
  public ListProtectionsResponse listProtections(ListProtectionsRequest request) {
    List<Protection> all =
        protections.values().stream().sorted(Comparator.comparing(Protection::name)).toList();
    Page<Protection> page =
        Page.of(
            all, request.nextToken(), request.maxResults() == null ? 100 : request.maxResults());
    return ListProtectionsResponse.builder()
        .protections(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public DeleteProtectionResponse deleteProtection(DeleteProtectionRequest request) {
    Protection gone = protections.remove(request.protectionId());
    if (gone == null) {
      throw missing("protection");
    }
    tags.remove(gone.protectionArn());
    return DeleteProtectionResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    request.tags().forEach(tag -> own(request.resourceARN()).put(tag.key(), tag.value()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(own(request.resourceARN())::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            new TreeMap<>(own(request.resourceARN()))
                .entrySet().stream()
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList())
        .build();
  }

  private Map<String, String> own(String arn) {
    Map<String, String> own = tags.get(arn);
    if (own == null) {
      throw missing("protection");
    }
    return own;
  }

  private Subscription subscribed() {
    Subscription present = subscription;
    if (present == null) {
      throw missing("subscription");
    }
    return present;
  }

  private static AwsServiceException missing(String what) {
    return AwsError.of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        400,
        "The " + what + " does not exist.");
  }

  @Override
  public String serviceName() {
    return "shield";
  }

  @Override
  public void close() {}
}
