package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.s3.ContentStore.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Copies objects. */
interface CopyOperations extends S3Client {

  Buckets buckets();

  @Override
  default CopyObjectResponse copyObject(CopyObjectRequest request) {
    CopySource from =
        CopySource.of(
            request.copySource(),
            request.sourceBucket(),
            request.sourceKey(),
            request.sourceVersionId());
    String toBucket = request.bucket() != null ? request.bucket() : request.destinationBucket();
    String toKey = request.key() != null ? request.key() : request.destinationKey();
    Bucket bucket = buckets().get(toBucket);
    Objects.checkKey(toKey);
    Bucket source = source(from);
    StoredObject original = Objects.find(source, from.key(), from.versionId());
    new Conditions(
            request.copySourceIfMatch(),
            request.copySourceIfNoneMatch(),
            request.copySourceIfModifiedSince(),
            request.copySourceIfUnmodifiedSince())
        .checkCopy(original);
    boolean replace = request.metadataDirective() == MetadataDirective.REPLACE;
    boolean same = source == bucket && from.key().equals(toKey) && from.versionId() == null;
    if (same && !replace && changesNothing(request)) {
      throw S3Errors.of(
          "InvalidRequest",
          400,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
    AccessLists.checkObject(buckets(), bucket, request.aclAsString());
    buckets().encryption.open(source, original);
    Encryption.Chosen encryption =
        buckets()
            .encryption
            .choose(
                bucket,
                toKey,
                request.serverSideEncryptionAsString(),
                request.ssekmsKeyId(),
                request.bucketKeyEnabled());
    String algorithm =
        request.checksumAlgorithmAsString() != null
            ? request.checksumAlgorithmAsString()
            : algorithm(original);
    Received received = read(original, algorithm);
    Instant now = buckets().aws.clock().instant();
    Map<String, Object> members = new HashMap<>();
    if (!replace) {
      members.putAll(original.members());
      members
          .keySet()
          .removeIf(
              name ->
                  !Objects.HEADERS.contains(name)
                      || name.startsWith("ObjectLock")
                      || name.equals("StorageClass"));
    }
    Map<String, Object> stated = Objects.describe(request, bucket, now);
    if (replace) {
      members.putAll(stated);
    } else {
      stated.forEach(
          (name, value) -> {
            if (name.startsWith("ObjectLock") || name.equals("StorageClass")) {
              members.put(name, value);
            }
          });
    }
    members.putAll(encryption.members());
    members.putAll(ObjectOperations.checksums(received.digests()));
    StoredObject copy =
        new StoredObject(
            toKey,
            Objects.nextVersion(buckets(), bucket),
            received.content(),
            HexFormat.of().formatHex(received.md5()),
            now,
            Map.copyOf(members),
            request.taggingDirective() == TaggingDirective.REPLACE
                ? Buckets.tags(request.tagging())
                : original.tags(),
            List.of(),
            encryption.keyBlob());
    Objects.store(bucket, copy, null, null);
    return Members.fill(CopyObjectResponse.builder(), members)
        .copyObjectResult(
            Members.fill(CopyObjectResult.builder(), members)
                .eTag(copy.quotedEtag())
                .lastModified(now)
                .build())
        .versionId(Objects.answered(bucket, copy.versionId()))
        .copySourceVersionId(Objects.answered(source, original.versionId()))
        .build();
  }

  private static boolean changesNothing(CopyObjectRequest request) {
    return request.storageClassAsString() == null
        && request.serverSideEncryptionAsString() == null
        && request.websiteRedirectLocation() == null
        && request.checksumAlgorithmAsString() == null;
  }

  /** The source may lie in another region: S3 fetches it there itself. */
  private Bucket source(CopySource from) {
    Bucket bucket = buckets().find(from.bucket());
    if (bucket == null) {
      throw S3Errors.noSuchBucket();
    }
    return bucket;
  }

  private static String algorithm(StoredObject original) {
    return Digest.MEMBERS.entrySet().stream()
        .filter(member -> original.members().containsKey(member.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("CRC64NVME");
  }

  private Received read(StoredObject original, String algorithm) {
    Content content = java.util.Objects.requireNonNull(original.content());
    try {
      InputStream bytes = content.open(0, content.length());
      return buckets().contents.receive(bytes, Set.of(algorithm));
    } catch (IOException broken) {
      throw new UncheckedIOException("The copy's source could not be read.", broken);
    }
  }
}
