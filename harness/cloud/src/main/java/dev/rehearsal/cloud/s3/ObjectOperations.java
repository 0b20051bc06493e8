package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.s3.ContentStore.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Writes and reads objects. */
interface ObjectOperations extends S3Client {

  Buckets buckets();

  @Override
  default PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    Bucket bucket = buckets().get(request.bucket());
    Objects.checkKey(request.key());
    if (request.sseCustomerAlgorithm() != null) {
      throw S3Errors.notServed("encryption with customer-provided keys (SSE-C)");
    }
    if (request.writeOffsetBytes() != null) {
      throw S3Errors.notServed("appending to objects");
    }
    AccessLists.checkObject(buckets(), bucket, request.aclAsString());
    Conditions.checkWrite(request.ifMatch(), request.ifNoneMatch(), bucket.newest(request.key()));
    Encryption.Chosen encryption =
        buckets()
            .encryption
            .choose(
                bucket,
                request.key(),
                request.serverSideEncryptionAsString(),
                request.ssekmsKeyId(),
                request.bucketKeyEnabled());
    Received received = receive(request, body, request.checksumAlgorithmAsString());
    try {
      check(received, request.contentMD5());
      Instant now = buckets().aws.clock().instant();
      Map<String, Object> members = Objects.describe(request, bucket, now);
      members.putAll(encryption.members());
      members.putAll(checksums(received.digests()));
      StoredObject object =
          new StoredObject(
              request.key(),
              Objects.nextVersion(buckets(), bucket),
              received.content(),
              HexFormat.of().formatHex(received.md5()),
              now,
              Map.copyOf(members),
              Buckets.tags(request.tagging()),
              List.of(),
              encryption.keyBlob());
      Objects.store(bucket, object, request.ifMatch(), request.ifNoneMatch());
      return Members.fill(PutObjectResponse.builder(), members)
          .eTag(object.quotedEtag())
          .versionId(Objects.answered(bucket, object.versionId()))
          .build();
    } catch (RuntimeException refused) {
      ContentStore.discard(received.content());
      throw refused;
    }
  }

  /** Takes a request's bytes in and compares them with the checksums that the request states. */
  default Received receive(SdkPojo request, RequestBody body, @Nullable String algorithm) {
    Map<String, String> stated = Digest.stated(request);
    Set<String> algorithms = new HashSet<>(stated.keySet());
    if (algorithms.isEmpty()) {
      algorithms.add(algorithm == null ? "CRC64NVME" : algorithm);
    }
    Received received =
        buckets().contents.receive(body.contentStreamProvider().newStream(), algorithms);
    stated.forEach(
        (name, value) -> {
          if (!value.equals(received.digests().get(name))) {
            ContentStore.discard(received.content());
            throw S3Errors.of(
                "BadDigest",
                400,
                "The " + name + " you specified did not match the calculated checksum.");
          }
        });
    return received;
  }

  /** Compares what came in with a Content-MD5 header. */
  static void check(Received received, @Nullable String contentMd5) {
    if (contentMd5 != null
        && !contentMd5.equals(Base64.getEncoder().encodeToString(received.md5()))) {
      throw S3Errors.of(
          "BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
    }
  }

  /** Checksums as members of an object whose bytes they cover as a whole. */
  static Map<String, Object> checksums(Map<String, String> digests) {
    Map<String, Object> members = new HashMap<>();
    digests.forEach(
        (algorithm, value) -> members.put(Digest.MEMBERS.getOrDefault(algorithm, ""), value));
    members.put("ChecksumType", ChecksumType.FULL_OBJECT.toString());
    return members;
  }

  @Override
  default <R> R getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, R> transformer) {
    Bucket bucket = buckets().get(request.bucket());
    StoredObject object = Objects.find(bucket, request.key(), request.versionId());
    new Conditions(
            request.ifMatch(),
            request.ifNoneMatch(),
            request.ifModifiedSince(),
            request.ifUnmodifiedSince())
        .checkRead(object);
    if (object.storageClass().equals("GLACIER") || object.storageClass().equals("DEEP_ARCHIVE")) {
      throw S3Errors.of(
          "InvalidObjectState", 403, "The operation is not valid for the object's storage class");
    }
    ByteRange range = ByteRange.of(request.range(), request.partNumber(), object);
    buckets().encryption.open(bucket, object);
    boolean checksums = request.checksumMode() == ChecksumMode.ENABLED && range.header() == null;
    GetObjectResponse.Builder answer =
        Members.fill(GetObjectResponse.builder(), shown(object, checksums));
    answer
        .eTag(object.quotedEtag())
        .lastModified(object.modified())
        .acceptRanges("bytes")
        .versionId(Objects.answered(bucket, object.versionId()))
        .contentLength(range.count())
        .contentRange(range.header())
        .tagCount(object.tags().isEmpty() ? null : object.tags().size())
        .partsCount(
            request.partNumber() == null || object.partLengths().isEmpty()
                ? null
                : object.partLengths().size());
    override(request, answer);
    GetObjectResponse.Builder unused =
        (GetObjectResponse.Builder)
            answer.sdkHttpResponse(
                SdkHttpResponse.builder().statusCode(range.header() == null ? 200 : 206).build());
    try {
      Content content = java.util.Objects.requireNonNull(object.content());
      InputStream bytes = content.open(range.from(), range.count());
      return transformer.transform(answer.build(), AbortableInputStream.create(bytes));
    } catch (IOException broken) {
      throw new UncheckedIOException("The object's bytes could not be read.", broken);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw SdkClientException.create("The object's receiver failed.", failure);
    }
  }

  private static void override(GetObjectRequest request, GetObjectResponse.Builder answer) {
    if (request.responseCacheControl() != null) {
      answer.cacheControl(request.responseCacheControl());
    }
    if (request.responseContentDisposition() != null) {
      answer.contentDisposition(request.responseContentDisposition());
    }
    if (request.responseContentEncoding() != null) {
      answer.contentEncoding(request.responseContentEncoding());
    }
    if (request.responseContentLanguage() != null) {
      answer.contentLanguage(request.responseContentLanguage());
    }
    if (request.responseContentType() != null) {
      answer.contentType(request.responseContentType());
    }
    if (request.responseExpires() != null) {
      answer.expires(request.responseExpires());
    }
  }

  /** Checksums are answered where they are asked for, and storage classes but STANDARD. */
  private static Map<String, Object> shown(StoredObject object, boolean checksums) {
    Map<String, Object> members = new HashMap<>(object.members());
    members.remove("StorageClass", "STANDARD");
    if (!checksums) {
      members.keySet().removeIf(name -> name.startsWith("Checksum"));
    }
    return members;
  }

  @Override
  default HeadObjectResponse headObject(HeadObjectRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    StoredObject object = Objects.head(bucket, request.key(), request.versionId());
    new Conditions(
            request.ifMatch(),
            request.ifNoneMatch(),
            request.ifModifiedSince(),
            request.ifUnmodifiedSince())
        .checkRead(object);
    ByteRange range = ByteRange.of(request.range(), request.partNumber(), object);
    buckets().encryption.open(bucket, object);
    boolean checksums = request.checksumMode() == ChecksumMode.ENABLED && range.header() == null;
    HeadObjectResponse.Builder answer =
        Members.fill(HeadObjectResponse.builder(), shown(object, checksums));
    answer
        .eTag(object.quotedEtag())
        .lastModified(object.modified())
        .acceptRanges("bytes")
        .versionId(Objects.answered(bucket, object.versionId()))
        .contentLength(range.count())
        .contentRange(range.header())
        .tagCount(object.tags().isEmpty() ? null : object.tags().size())
        .partsCount(
            request.partNumber() == null || object.partLengths().isEmpty()
                ? null
                : object.partLengths().size());
    return (HeadObjectResponse)
        answer
            .sdkHttpResponse(
                SdkHttpResponse.builder().statusCode(range.header() == null ? 200 : 206).build())
            .build();
  }
}
