package dev.rehearsal.cloud.cloudtrail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Puts a trail's events into its bucket: gzipped JSON, one file a region, and their digests. */
final class LogFiles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Surroundings aws;
  private final Trail trail;
  private final @Nullable Digests digests;

  /**
   * @param digests null where the trail's files are not vouched for
   */
  LogFiles(Surroundings aws, Trail trail, @Nullable Digests digests) {
    this.aws = aws;
    this.trail = trail;
    this.digests = digests;
  }

  /** Whether CloudTrail may write where the trail wants its files. */
  void probe() {
    put(root() + "/CloudTrail/", new byte[0], change -> change);
  }

  /** Writes events; each region's into a file of its own. */
  void write(List<TrailEvent> events, Instant since, Instant now) {
    Map<String, List<TrailEvent>> byRegion = new TreeMap<>();
    for (TrailEvent event : events) {
      byRegion.computeIfAbsent(event.region(), any -> new ArrayList<>()).add(event);
    }
    byRegion.forEach((region, own) -> write(region, own, since, now));
  }

  private void write(String region, List<TrailEvent> events, Instant since, Instant now) {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode records = document.putArray("Records");
    events.forEach(event -> records.add(event.json()));
    byte[] content = bytes(document);
    String day = "/" + region + "/" + DAY.format(now) + "/";
    String key =
        String.join(
            "_",
            root() + "/CloudTrail" + day + aws.account(),
            "CloudTrail",
            region,
            MINUTE.format(now),
            aws.ids().lower(16) + ".json.gz");
    put(key, gzip(content), change -> change);
    if (digests == null) {
      return;
    }
    Digests.Digest digest =
        digests.next(
            aws.account(),
            trail.s3BucketName(),
            String.join(
                "_",
                root() + "/CloudTrail-Digest" + day + aws.account(),
                "CloudTrail-Digest",
                region,
                trail.name(),
                trail.homeRegion(),
                SECOND.format(now) + ".json.gz"),
            since,
            now,
            new Digests.LogFile(
                key, content, events.get(0).time(), events.get(events.size() - 1).time()));
    put(
        digest.key(),
        gzip(digest.content()),
        change ->
            change.metadata(
                Map.of("signature", digest.signature(), "signature-algorithm", "SHA256withRSA")));
  }

  private String root() {
    String prefix = trail.s3KeyPrefix();
    return (prefix == null || prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + aws.account();
  }

  private void put(String key, byte[] content, UnaryOperator<PutObjectRequest.Builder> more) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(trail.s3BucketName())
            .key(key)
            .acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL)
            .contentType("application/json")
            .contentEncoding("gzip");
    if (trail.kmsKeyId() != null) {
      put.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(trail.kmsKeyId());
    }
    aws.client(S3Client.class, aws.service("cloudtrail.amazonaws.com", trail.trailARN()))
        .putObject(more.apply(put).build(), RequestBody.fromBytes(content));
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }
}
