package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.ServiceDefinition;
import java.util.Map;

/** The names in AWS's XML that the SDK does not carry: its readers do not look at them. */
final class XmlNames {

  private static final Map<String, String> NAMESPACES =
      Map.of(
          "s3", "http://s3.amazonaws.com/doc/2006-03-01/",
          "s3control", "http://awss3control.amazonaws.com/doc/2018-08-20/",
          "cloudfront", "http://cloudfront.amazonaws.com/doc/2020-05-31/",
          "iam", "https://iam.amazonaws.com/doc/2010-05-08/",
          "sts", "https://sts.amazonaws.com/doc/2011-06-15/",
          "ec2", "http://ec2.amazonaws.com/doc/2016-11-15/",
          "cloudwatch", "http://monitoring.amazonaws.com/doc/2010-08-01/",
          "sqs", "http://queue.amazonaws.com/doc/2012-11-05/");

  private static final Map<String, String> S3_ROOTS =
      Map.ofEntries(
          Map.entry("ListBuckets", "ListAllMyBucketsResult"),
          Map.entry("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
          Map.entry("ListObjects", "ListBucketResult"),
          Map.entry("ListObjectsV2", "ListBucketResult"),
          Map.entry("ListObjectVersions", "ListVersionsResult"),
          Map.entry("ListParts", "ListPartsResult"),
          Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
          Map.entry("DeleteObjects", "DeleteResult"),
          Map.entry("GetBucketAcl", "AccessControlPolicy"),
          Map.entry("GetObjectAcl", "AccessControlPolicy"),
          Map.entry("GetBucketCors", "CORSConfiguration"),
          Map.entry("GetBucketTagging", "Tagging"),
          Map.entry("GetObjectTagging", "Tagging"),
          Map.entry("GetBucketVersioning", "VersioningConfiguration"),
          Map.entry("GetBucketWebsite", "WebsiteConfiguration"),
          Map.entry("GetBucketLogging", "BucketLoggingStatus"),
          Map.entry("GetBucketNotificationConfiguration", "NotificationConfiguration"),
          Map.entry("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
          Map.entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
          Map.entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
          Map.entry("GetObjectAttributes", "GetObjectAttributesResponse"));

  private XmlNames() {}

  /** The namespace of a service's answers. */
  static String namespace(ServiceDefinition service, String version) {
    String known = NAMESPACES.get(service.id());
    return known != null
        ? known
        : "http://" + service.signingName() + ".amazonaws.com/doc/" + version + "/";
  }

  /** The root element of an answer whose members are the body. */
  static String root(OperationPlan plan) {
    String name = plan.operation().name();
    return plan.operation().service().id().equals("s3")
        ? S3_ROOTS.getOrDefault(name, name + "Result")
        : name + "Result";
  }
}
