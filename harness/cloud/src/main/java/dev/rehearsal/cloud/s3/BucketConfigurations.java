package dev.rehearsal.cloud.s3;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketInventoryConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketMetricsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.ListBucketAnalyticsConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketAnalyticsConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketInventoryConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketInventoryConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketMetricsConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketMetricsConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.LoggingEnabled;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** The configurations of a bucket that are kept as they are put. */
interface BucketConfigurations extends S3Client {

  Buckets buckets();

  @Override
  default GetBucketAccelerateConfigurationResponse getBucketAccelerateConfiguration(
      GetBucketAccelerateConfigurationRequest request) {
    return read(
            request.bucket(),
            Configuration.ACCELERATE,
            GetBucketAccelerateConfigurationResponse.builder())
        .build();
  }

  @Override
  default PutBucketAccelerateConfigurationResponse putBucketAccelerateConfiguration(
      PutBucketAccelerateConfigurationRequest request) {
    write(request.bucket(), Configuration.ACCELERATE, request.accelerateConfiguration());
    return PutBucketAccelerateConfigurationResponse.builder().build();
  }

  @Override
  default GetBucketCorsResponse getBucketCors(GetBucketCorsRequest request) {
    return read(request.bucket(), Configuration.CORS, GetBucketCorsResponse.builder()).build();
  }

  @Override
  default PutBucketCorsResponse putBucketCors(PutBucketCorsRequest request) {
    write(request.bucket(), Configuration.CORS, request.corsConfiguration());
    return PutBucketCorsResponse.builder().build();
  }

  @Override
  default DeleteBucketCorsResponse deleteBucketCors(DeleteBucketCorsRequest request) {
    buckets().get(request.bucket()).configurations.remove(Configuration.CORS);
    return DeleteBucketCorsResponse.builder().build();
  }

  @Override
  default GetBucketLifecycleConfigurationResponse getBucketLifecycleConfiguration(
      GetBucketLifecycleConfigurationRequest request) {
    return read(
            request.bucket(),
            Configuration.LIFECYCLE,
            GetBucketLifecycleConfigurationResponse.builder())
        .build();
  }

  @Override
  default DeleteBucketLifecycleResponse deleteBucketLifecycle(
      DeleteBucketLifecycleRequest request) {
    buckets().get(request.bucket()).configurations.remove(Configuration.LIFECYCLE);
    return DeleteBucketLifecycleResponse.builder().build();
  }

  @Override
  default GetBucketLoggingResponse getBucketLogging(GetBucketLoggingRequest request) {
    return read(request.bucket(), Configuration.LOGGING, GetBucketLoggingResponse.builder())
        .build();
  }

  @Override
  default GetBucketRequestPaymentResponse getBucketRequestPayment(
      GetBucketRequestPaymentRequest request) {
    return read(
            request.bucket(),
            Configuration.REQUEST_PAYMENT,
            GetBucketRequestPaymentResponse.builder())
        .build();
  }

  @Override
  default GetBucketReplicationResponse getBucketReplication(GetBucketReplicationRequest request) {
    return read(request.bucket(), Configuration.REPLICATION, GetBucketReplicationResponse.builder())
        .build();
  }

  @Override
  default GetBucketTaggingResponse getBucketTagging(GetBucketTaggingRequest request) {
    return read(request.bucket(), Configuration.TAGGING, GetBucketTaggingResponse.builder())
        .build();
  }

  @Override
  default DeleteBucketTaggingResponse deleteBucketTagging(DeleteBucketTaggingRequest request) {
    buckets().get(request.bucket()).configurations.remove(Configuration.TAGGING);
    return DeleteBucketTaggingResponse.builder().build();
  }

  @Override
  default GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
    return read(request.bucket(), Configuration.VERSIONING, GetBucketVersioningResponse.builder())
        .build();
  }

  @Override
  default GetBucketWebsiteResponse getBucketWebsite(GetBucketWebsiteRequest request) {
    return read(request.bucket(), Configuration.WEBSITE, GetBucketWebsiteResponse.builder())
        .build();
  }

  @Override
  default PutBucketWebsiteResponse putBucketWebsite(PutBucketWebsiteRequest request) {
    write(request.bucket(), Configuration.WEBSITE, request.websiteConfiguration());
    return PutBucketWebsiteResponse.builder().build();
  }

  @Override
  default DeleteBucketWebsiteResponse deleteBucketWebsite(DeleteBucketWebsiteRequest request) {
    buckets().get(request.bucket()).configurations.remove(Configuration.WEBSITE);
    return DeleteBucketWebsiteResponse.builder().build();
  }

  @Override
  default ListBucketAnalyticsConfigurationsResponse listBucketAnalyticsConfigurations(
      ListBucketAnalyticsConfigurationsRequest request) {
    Bucket unused = buckets().get(request.bucket());
    return ListBucketAnalyticsConfigurationsResponse.builder().isTruncated(false).build();
  }

  @Override
  default ListBucketIntelligentTieringConfigurationsResponse
      listBucketIntelligentTieringConfigurations(
          ListBucketIntelligentTieringConfigurationsRequest request) {
    Bucket unused = buckets().get(request.bucket());
    return ListBucketIntelligentTieringConfigurationsResponse.builder().isTruncated(false).build();
  }

  @Override
  default ListBucketInventoryConfigurationsResponse listBucketInventoryConfigurations(
      ListBucketInventoryConfigurationsRequest request) {
    Bucket unused = buckets().get(request.bucket());
    return ListBucketInventoryConfigurationsResponse.builder().isTruncated(false).build();
  }

  @Override
  default ListBucketMetricsConfigurationsResponse listBucketMetricsConfigurations(
      ListBucketMetricsConfigurationsRequest request) {
    Bucket unused = buckets().get(request.bucket());
    return ListBucketMetricsConfigurationsResponse.builder().isTruncated(false).build();
  }

  @Override
  default GetBucketAnalyticsConfigurationResponse getBucketAnalyticsConfiguration(
      GetBucketAnalyticsConfigurationRequest request) {
    throw noSuchConfiguration(request.bucket());
  }

  @Override
  default GetBucketIntelligentTieringConfigurationResponse getBucketIntelligentTieringConfiguration(
      GetBucketIntelligentTieringConfigurationRequest request) {
    throw noSuchConfiguration(request.bucket());
  }

  @Override
  default GetBucketInventoryConfigurationResponse getBucketInventoryConfiguration(
      GetBucketInventoryConfigurationRequest request) {
    throw noSuchConfiguration(request.bucket());
  }

  @Override
  default GetBucketMetricsConfigurationResponse getBucketMetricsConfiguration(
      GetBucketMetricsConfigurationRequest request) {
    throw noSuchConfiguration(request.bucket());
  }

  @Override
  default PutBucketLifecycleConfigurationResponse putBucketLifecycleConfiguration(
      PutBucketLifecycleConfigurationRequest request) {
    if (request.lifecycleConfiguration() == null
        || request.lifecycleConfiguration().rules().isEmpty()) {
      throw S3Errors.malformed();
    }
    write(request.bucket(), Configuration.LIFECYCLE, request.lifecycleConfiguration());
    return PutBucketLifecycleConfigurationResponse.builder()
        .transitionDefaultMinimumObjectSize("all_storage_classes_128K")
        .build();
  }

  @Override
  default PutBucketLoggingResponse putBucketLogging(PutBucketLoggingRequest request) {
    LoggingEnabled logging =
        request.bucketLoggingStatus() == null
            ? null
            : request.bucketLoggingStatus().loggingEnabled();
    if (logging != null && buckets().find(logging.targetBucket()) == null) {
      throw S3Errors.of(
          "InvalidTargetBucketForLogging", 400, "The target bucket for logging does not exist");
    }
    write(request.bucket(), Configuration.LOGGING, request.bucketLoggingStatus());
    return PutBucketLoggingResponse.builder().build();
  }

  @Override
  default PutBucketRequestPaymentResponse putBucketRequestPayment(
      PutBucketRequestPaymentRequest request) {
    if (request.requestPaymentConfiguration().payer() != Payer.BUCKET_OWNER) {
      throw S3Errors.notServed("requester-pays buckets");
    }
    write(request.bucket(), Configuration.REQUEST_PAYMENT, request.requestPaymentConfiguration());
    return PutBucketRequestPaymentResponse.builder().build();
  }

  @Override
  default PutBucketTaggingResponse putBucketTagging(PutBucketTaggingRequest request) {
    List<Tag> tags = request.tagging() == null ? List.of() : request.tagging().tagSet();
    if (tags.stream().map(Tag::key).distinct().count() < tags.size()) {
      throw S3Errors.of("InvalidTag", 400, "Cannot provide multiple Tags with the same key");
    }
    if (tags.size() > 50) {
      throw S3Errors.of("BadRequest", 400, "Bucket tag count cannot be greater than 50");
    }
    write(request.bucket(), Configuration.TAGGING, request.tagging());
    return PutBucketTaggingResponse.builder().build();
  }

  @Override
  default PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    BucketVersioningStatus status =
        request.versioningConfiguration() == null
            ? null
            : request.versioningConfiguration().status();
    if (status == null || status == BucketVersioningStatus.UNKNOWN_TO_SDK_VERSION) {
      throw S3Errors.malformed();
    }
    if (bucket.lockEnabled && status == BucketVersioningStatus.SUSPENDED) {
      throw S3Errors.of(
          "InvalidBucketState",
          409,
          "An Object Lock configuration is present on this bucket, so the versioning state cannot"
              + " be changed.");
    }
    write(request.bucket(), Configuration.VERSIONING, request.versioningConfiguration());
    return PutBucketVersioningResponse.builder().build();
  }

  @Override
  default GetBucketNotificationConfigurationResponse getBucketNotificationConfiguration(
      GetBucketNotificationConfigurationRequest request) {
    return read(
            request.bucket(),
            Configuration.NOTIFICATION,
            GetBucketNotificationConfigurationResponse.builder())
        .build();
  }

  @Override
  default PutBucketNotificationConfigurationResponse putBucketNotificationConfiguration(
      PutBucketNotificationConfigurationRequest request) {
    NotificationConfiguration asked = request.notificationConfiguration();
    if (asked != null
        && (asked.hasLambdaFunctionConfigurations()
            || asked.hasQueueConfigurations()
            || asked.hasTopicConfigurations()
            || asked.eventBridgeConfiguration() != null)) {
      throw S3Errors.notServed("event notifications");
    }
    write(request.bucket(), Configuration.NOTIFICATION, asked);
    return PutBucketNotificationConfigurationResponse.builder().build();
  }

  /** Fills an answer with a configuration, or says that there is none. */
  private <B extends SdkPojo> B read(String bucket, Configuration kind, B answer) {
    SdkPojo configured = buckets().get(bucket).configurations.get(kind);
    if (configured == null) {
      if (kind.mustExist()) {
        throw kind.missing();
      }
      return kind == Configuration.REQUEST_PAYMENT
          ? Members.fill(answer, Map.of("Payer", "BucketOwner"))
          : answer;
    }
    return Members.copy(configured, answer);
  }

  private void write(String bucket, Configuration kind, @Nullable SdkPojo configuration) {
    if (configuration == null) {
      throw S3Errors.malformed();
    }
    buckets().get(bucket).configurations.put(kind, configuration);
  }

  private AwsServiceException noSuchConfiguration(String bucket) {
    Bucket unused = buckets().get(bucket);
    return S3Errors.of("NoSuchConfiguration", 404, "The specified configuration does not exist.");
  }
}
