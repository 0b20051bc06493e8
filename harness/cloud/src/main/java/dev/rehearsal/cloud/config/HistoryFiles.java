package dev.rehearsal.cloud.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.config.model.ConfigurationItem;
import software.amazon.awssdk.services.config.model.DeliveryChannel;
import software.amazon.awssdk.services.config.model.InsufficientDeliveryPolicyException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** Puts what changed into the delivery channel's bucket: gzipped JSON. */
final class HistoryFiles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu/M/d").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Surroundings aws;
  private final DeliveryChannel channel;

  HistoryFiles(Surroundings aws, DeliveryChannel channel) {
    this.aws = aws;
    this.channel = channel;
  }

  /** Whether Config may write into the bucket; the error that AWS answers where not. */
  void probe() {
    try {
      put("ConfigWritabilityCheckFile", new byte[0]);
    } catch (AwsServiceException refused) {
      if (refused.statusCode() != 403) {
        throw refused;
      }
      throw AwsError.of(
          InsufficientDeliveryPolicyException.builder(),
          "InsufficientDeliveryPolicyException",
          400,
          "Insufficient delivery policy to s3 bucket: " + channel.s3BucketName());
    }
  }

  void write(List<ConfigurationItem> items, Instant now) {
    ObjectNode document = JSON.createObjectNode();
    document.put("fileVersion", "1.0");
    var all = document.putArray("configurationItems");
    for (ConfigurationItem item : items) {
      ObjectNode one = all.addObject();
      one.put("resourceType", item.resourceTypeAsString());
      one.put("resourceId", item.resourceId());
      one.put("ARN", item.arn());
      one.put("awsAccountId", item.accountId());
      one.put("awsRegion", item.awsRegion());
      one.put("configurationItemCaptureTime", item.configurationItemCaptureTime().toString());
      one.put("configurationItemStatus", item.configurationItemStatusAsString());
      one.put("configurationStateId", item.configurationStateId());
      try {
        one.set(
            "configuration",
            item.configuration() == null ? null : JSON.readTree(item.configuration()));
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    String region = aws.region();
    String name =
        String.join(
            "_",
            aws.account(),
            "Config",
            region,
            "ConfigHistory",
            SECOND.format(now),
            aws.ids().lower(8) + ".json.gz");
    put(region + "/" + DAY.format(now) + "/ConfigHistory/" + name, gzip(document));
  }

  private void put(String key, byte[] content) {
    String prefix = channel.s3KeyPrefix();
    String root = prefix == null || prefix.isEmpty() ? "" : prefix + "/";
    aws.client(S3Client.class, aws.service("config.amazonaws.com", aws.arn("config", "*")))
        .putObject(
            put ->
                put.bucket(channel.s3BucketName())
                    .key(root + "AWSLogs/" + aws.account() + "/Config/" + key)
                    .acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL)
                    .contentType("application/json")
                    .contentEncoding("gzip"),
            RequestBody.fromBytes(content));
  }

  private static byte[] gzip(ObjectNode document) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(JSON.writeValueAsBytes(document));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }
}
