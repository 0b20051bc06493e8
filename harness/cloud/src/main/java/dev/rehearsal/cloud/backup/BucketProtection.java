package dev.rehearsal.cloud.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.s3.S3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Backups of S3 buckets: their objects, as they are when the job runs, lie in the vault. */
final class BucketProtection implements Protection {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARN = "arn:aws:s3:::";
  private static final Set<String> METADATA =
      Set.of(
          "DestinationBucketName",
          "NewBucket",
          "CreationToken",
          "Encrypted",
          "EncryptionType",
          "KMSKey",
          "ItemsToRestore");

  /** So many items a restore takes. */
  private static final int MOST_ITEMS = 5;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final Surroundings aws;
  private final Map<String, Kept> points = new ConcurrentHashMap<>();

  BucketProtection(Surroundings aws) {
    this.aws = aws;
  }

  /** An object that was kept, with its content in a file. */
  private record KeptObject(String key, Path content, GetObjectResponse head, List<Tag> tags) {}

  /** A recovery point. */
  private record Kept(String bucket, List<KeptObject> objects) {}

  @Override
  public String type() {
    return "S3";
  }

  @Override
  public boolean covers(String arn) {
    return arn.startsWith(ARN) && !arn.contains("/");
  }

  @Override
  public boolean made(String point) {
    return point.startsWith("arn:aws:backup:") && point.contains(":recovery-point:");
  }

  @Override
  public boolean liesInVault() {
    return true;
  }

  @Override
  public String backUp(Caller role, String resource, String job) {
    String bucket = resource.substring(ARN.length());
    S3Client s3 = aws.client(S3Client.class, role);
    if (s3.getBucketVersioning(get -> get.bucket(bucket)).status()
        != BucketVersioningStatus.ENABLED) {
      throw BackupErrors.request(
          "Bucket " + bucket + " does not have versioning enabled: AWS Backup needs it.");
    }
    Path folder = aws.folder("backup").resolve(job);
    List<KeptObject> objects = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      int number = 0;
      for (S3Object each : s3.listObjectsV2Paginator(l -> l.bucket(bucket)).contents()) {
        keep(s3, bucket, each.key(), folder.resolve(String.valueOf(number++)))
            .ifPresent(objects::add);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("The folder " + folder + " could not be made.", failed);
    }
    String point =
        aws.arn(
            "backup",
            "recovery-point:"
                + bucket
                + "-"
                + STAMP.format(aws.clock().instant())
                + "-"
                + aws.ids().hex(8));
    points.put(point, new Kept(bucket, List.copyOf(objects)));
    return point;
  }

  /** Empty for what was deleted since it was listed: a bucket goes on being written to. */
  private static Optional<KeptObject> keep(S3Client s3, String bucket, String key, Path content) {
    try {
      GetObjectResponse head =
          s3.getObject(get -> get.bucket(bucket).key(key), ResponseTransformer.toFile(content));
      List<Tag> tags = s3.getObjectTagging(get -> get.bucket(bucket).key(key)).tagSet();
      return Optional.of(new KeptObject(key, content, head, List.copyOf(tags)));
    } catch (NoSuchKeyException gone) {
      return Optional.empty();
    }
  }

  @Override
  public Map<String, String> metadata(Caller role, String point) {
    return Map.of(
        "DestinationBucketName", kept(point).bucket(),
        "NewBucket", "false",
        "EncryptionType", "original");
  }

  @Override
  public String restore(Caller role, String point, Map<String, String> metadata) {
    metadata
        .keySet()
        .forEach(
            key -> {
              if (!METADATA.contains(key)) {
                throw BackupErrors.parameter("Restoring a bucket takes no metadata " + key + ".");
              }
            });
    Kept kept = kept(point);
    String bucket = metadata.getOrDefault("DestinationBucketName", kept.bucket());
    List<KeptObject> wanted = wanted(kept, metadata.get("ItemsToRestore"));
    S3Client s3 = aws.client(S3Client.class, role);
    if (Boolean.parseBoolean(metadata.get("NewBucket"))) {
      s3.createBucket(
          create -> {
            create.bucket(bucket);
            if (!aws.region().equals("us-east-1")) {
              create.createBucketConfiguration(c -> c.locationConstraint(aws.region()));
            }
          });
      s3.putBucketVersioning(
          put ->
              put.bucket(bucket)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    } else if (s3.getBucketVersioning(get -> get.bucket(bucket)).status()
        != BucketVersioningStatus.ENABLED) {
      throw BackupErrors.request(
          "Bucket " + bucket + " does not have versioning enabled: AWS Backup needs it.");
    }
    wanted.forEach(each -> put(s3, bucket, each, metadata));
    return ARN + bucket;
  }

  private static void put(
      S3Client s3, String bucket, KeptObject object, Map<String, String> metadata) {
    GetObjectResponse head = object.head();
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(object.key())
            .contentType(head.contentType())
            .contentEncoding(head.contentEncoding())
            .contentLanguage(head.contentLanguage())
            .contentDisposition(head.contentDisposition())
            .cacheControl(head.cacheControl())
            .storageClass(head.storageClassAsString())
            .metadata(head.metadata());
    if (!object.tags().isEmpty()) {
      put.tagging(Tagging.builder().tagSet(object.tags()).build());
    }
    switch (metadata.getOrDefault("EncryptionType", "original")) {
      case "original" ->
          put.serverSideEncryption(head.serverSideEncryptionAsString())
              .ssekmsKeyId(head.ssekmsKeyId());
      case "SSE-S3" -> put.serverSideEncryption("AES256");
      case "SSE-KMS" -> put.serverSideEncryption("aws:kms").ssekmsKeyId(metadata.get("KMSKey"));
      default ->
          throw BackupErrors.parameter(
              "EncryptionType is original, SSE-S3 or SSE-KMS, not "
                  + metadata.get("EncryptionType")
                  + ".");
    }
    var unused = s3.putObject(put.build(), RequestBody.fromFile(object.content()));
  }

  /** All objects, or those that a list names: keys, and folders that end in a slash. */
  private static List<KeptObject> wanted(Kept kept, @Nullable String items) {
    if (items == null) {
      return kept.objects();
    }
    List<String> named = new ArrayList<>();
    try {
      for (JsonNode each : JSON.readTree(items)) {
        named.add(each.asText());
      }
    } catch (JsonProcessingException broken) {
      throw BackupErrors.parameter("ItemsToRestore is a list in JSON: [\"folder/\", \"file\"].");
    }
    if (named.isEmpty() || named.size() > MOST_ITEMS) {
      throw BackupErrors.parameter("ItemsToRestore names 1 to " + MOST_ITEMS + " items.");
    }
    List<KeptObject> wanted =
        kept.objects().stream()
            .filter(
                object ->
                    named.stream()
                        .anyMatch(
                            item ->
                                item.equals(object.key())
                                    || (item.endsWith("/") && object.key().startsWith(item))))
            .toList();
    if (wanted.isEmpty()) {
      throw BackupErrors.parameter("The recovery point has none of " + named + ".");
    }
    return wanted;
  }

  @Override
  public void delete(Caller role, String point) {
    Kept kept = points.remove(point);
    if (kept == null) {
      return;
    }
    for (KeptObject object : kept.objects()) {
      try {
        Files.deleteIfExists(object.content());
      } catch (IOException failed) {
        throw new UncheckedIOException(object.content() + " could not be deleted.", failed);
      }
    }
  }

  private Kept kept(String point) {
    Kept kept = points.get(point);
    if (kept == null) {
      throw BackupErrors.notFound("Recovery point " + point + " was not found");
    }
    return kept;
  }

  @Override
  public Map<String, Map<String, String>> resources() {
    S3 s3 = aws.peer(S3.class, aws.region());
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (Bucket bucket : s3.listBuckets(ListBucketsRequest.builder().build()).buckets()) {
      Map<String, String> tags = new TreeMap<>();
      try {
        s3.getBucketTagging(GetBucketTaggingRequest.builder().bucket(bucket.name()).build())
            .tagSet()
            .forEach(tag -> tags.put(tag.key(), tag.value()));
      } catch (AwsServiceException none) {
        if (none.statusCode() != 404) {
          throw none;
        }
      }
      found.put(ARN + bucket.name(), tags);
    }
    return found;
  }
}
