package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.s3.ContentStore.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads objects in parts. */
interface MultipartOperations extends ObjectOperations {

  int MOST_PARTS = 10_000;
  long SMALLEST_PART = 5L * 1024 * 1024;

  @Override
  default CreateMultipartUploadResponse createMultipartUpload(
      CreateMultipartUploadRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    Objects.checkKey(request.key());
    if (request.sseCustomerAlgorithm() != null) {
      throw S3Errors.notServed("encryption with customer-provided keys (SSE-C)");
    }
    AccessLists.checkObject(buckets(), bucket, request.aclAsString());
    String asked = request.checksumAlgorithmAsString();
    String algorithm = asked == null ? "CRC64NVME" : asked;
    Digest unused = Digest.of(algorithm);
    boolean composite =
        request.checksumType() == null
            ? !algorithm.equals("CRC64NVME")
            : request.checksumType() == ChecksumType.COMPOSITE;
    if (composite ? algorithm.equals("CRC64NVME") : algorithm.startsWith("SHA")) {
      throw S3Errors.of(
          "InvalidRequest",
          400,
          "The "
              + (composite ? "COMPOSITE" : "FULL_OBJECT")
              + " checksum type cannot be used with the "
              + algorithm.toLowerCase(java.util.Locale.ROOT)
              + " checksum algorithm.");
    }
    Instant now = buckets().aws.clock().instant();
    Encryption.Chosen encryption =
        buckets()
            .encryption
            .choose(
                bucket,
                request.key(),
                request.serverSideEncryptionAsString(),
                request.ssekmsKeyId(),
                request.bucketKeyEnabled());
    Upload upload =
        new Upload(
            buckets().aws.ids().lower(64),
            request.key(),
            now,
            Objects.describe(request, bucket, now),
            Buckets.tags(request.tagging()),
            algorithm,
            composite,
            asked != null,
            encryption);
    bucket.uploads.put(upload.id(), upload);
    return Members.fill(CreateMultipartUploadResponse.builder(), encryption.members())
        .bucket(bucket.name)
        .key(upload.key())
        .uploadId(upload.id())
        .checksumAlgorithm(asked)
        .checksumType(asked == null ? null : type(upload))
        .build();
  }

  private static ChecksumType type(Upload upload) {
    return upload.composite() ? ChecksumType.COMPOSITE : ChecksumType.FULL_OBJECT;
  }

  private Upload upload(Bucket bucket, String id, String key) {
    Upload upload = bucket.uploads.get(String.valueOf(id));
    if (upload == null || !upload.key().equals(key)) {
      throw S3Errors.noSuchUpload();
    }
    return upload;
  }

  private static void checkNumber(@Nullable Integer number) {
    if (number == null || number < 1 || number > MOST_PARTS) {
      throw S3Errors.invalid("Part number must be an integer between 1 and 10000, inclusive");
    }
  }

  private Upload.Part keep(Upload upload, int number, Received received) {
    Upload.Part part =
        new Upload.Part(
            number,
            received.content(),
            received.md5(),
            received.digests().get(upload.algorithm()),
            buckets().aws.clock().instant());
    Upload.Part replaced = upload.parts().put(number, part);
    if (replaced != null) {
      ContentStore.discard(replaced.content());
    }
    return part;
  }

  @Override
  default UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
    Bucket bucket = buckets().get(request.bucket());
    Upload upload = upload(bucket, request.uploadId(), request.key());
    checkNumber(request.partNumber());
    Received received = receive(request, body, upload.algorithm());
    ObjectOperations.check(received, request.contentMD5());
    Upload.Part part = keep(upload, request.partNumber(), received);
    Map<String, Object> members = new HashMap<>(upload.encryption().members());
    received
        .digests()
        .forEach((name, value) -> members.put(Digest.MEMBERS.getOrDefault(name, ""), value));
    return Members.fill(UploadPartResponse.builder(), members)
        .eTag("\"" + part.etag() + "\"")
        .build();
  }

  @Override
  default UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
    CopySource from =
        CopySource.of(
            request.copySource(),
            request.sourceBucket(),
            request.sourceKey(),
            request.sourceVersionId());
    Bucket bucket =
        buckets().get(request.bucket() != null ? request.bucket() : request.destinationBucket());
    String key = request.key() != null ? request.key() : request.destinationKey();
    Upload upload = upload(bucket, request.uploadId(), key);
    checkNumber(request.partNumber());
    Bucket source = buckets().find(from.bucket());
    if (source == null) {
      throw S3Errors.noSuchBucket();
    }
    StoredObject original = Objects.find(source, from.key(), from.versionId());
    buckets().encryption.open(source, original);
    ByteRange range = ByteRange.of(request.copySourceRange(), null, original);
    Received received;
    try {
      Content content = java.util.Objects.requireNonNull(original.content());
      InputStream bytes = content.open(range.from(), range.count());
      received = buckets().contents.receive(bytes, Set.of(upload.algorithm()));
    } catch (IOException broken) {
      throw new UncheckedIOException("The copy's source could not be read.", broken);
    }
    Upload.Part part = keep(upload, request.partNumber(), received);
    return UploadPartCopyResponse.builder()
        .copySourceVersionId(Objects.answered(source, original.versionId()))
        .copyPartResult(
            CopyPartResult.builder()
                .eTag("\"" + part.etag() + "\"")
                .lastModified(part.modified())
                .build())
        .build();
  }

  @Override
  default CompleteMultipartUploadResponse completeMultipartUpload(
      CompleteMultipartUploadRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    Upload upload = upload(bucket, request.uploadId(), request.key());
    if (request.multipartUpload() == null || request.multipartUpload().parts().isEmpty()) {
      throw S3Errors.malformed();
    }
    Conditions.checkWrite(request.ifMatch(), request.ifNoneMatch(), bucket.newest(upload.key()));
    List<Upload.Part> parts = parts(upload, request.multipartUpload().parts());
    Content content = new Content.Joined(parts.stream().map(Upload.Part::content).toList());
    Map<String, Object> members = new HashMap<>(upload.members());
    members.putAll(upload.encryption().members());
    String checksum = checksum(upload, parts, content);
    String stated = Digest.stated(request).get(upload.algorithm());
    if (stated != null && !stated.equals(checksum)) {
      throw S3Errors.of(
          "BadDigest",
          400,
          "The " + upload.algorithm() + " you specified did not match the calculated checksum.");
    }
    members.put(Digest.MEMBERS.getOrDefault(upload.algorithm(), ""), checksum);
    members.put("ChecksumType", type(upload).toString());
    Digest etag = Digest.of("MD5");
    parts.forEach(part -> etag.update(part.md5(), 0, part.md5().length));
    StoredObject object =
        new StoredObject(
            upload.key(),
            Objects.nextVersion(buckets(), bucket),
            content,
            HexFormat.of().formatHex(etag.value()) + "-" + parts.size(),
            buckets().aws.clock().instant(),
            Map.copyOf(members),
            upload.tags(),
            parts.stream().map(part -> part.content().length()).toList(),
            upload.encryption().keyBlob());
    if (!bucket.uploads.remove(upload.id(), upload)) {
      throw S3Errors.noSuchUpload();
    }
    Objects.store(bucket, object, request.ifMatch(), request.ifNoneMatch());
    upload.parts().values().stream()
        .filter(part -> !parts.contains(part))
        .forEach(part -> ContentStore.discard(part.content()));
    return Members.fill(CompleteMultipartUploadResponse.builder(), members)
        .bucket(bucket.name)
        .key(upload.key())
        .location(
            "https://" + bucket.name + ".s3." + bucket.region + ".amazonaws.com/" + upload.key())
        .eTag(object.quotedEtag())
        .versionId(Objects.answered(bucket, object.versionId()))
        .build();
  }

  private static List<Upload.Part> parts(Upload upload, List<CompletedPart> asked) {
    List<Upload.Part> parts = new ArrayList<>();
    int before = 0;
    for (CompletedPart wanted : asked) {
      int number = wanted.partNumber() == null ? 0 : wanted.partNumber();
      if (number <= before) {
        throw S3Errors.of(
            "InvalidPartOrder",
            400,
            "The list of parts was not in ascending order. The parts list must be specified in"
                + " order by part number.");
      }
      before = number;
      Upload.Part part = upload.parts().get(number);
      if (part == null
          || wanted.eTag() == null
          || !wanted.eTag().replace("\"", "").equals(part.etag())) {
        throw S3Errors.of(
            "InvalidPart",
            400,
            "One or more of the specified parts could not be found.  The part may not have been"
                + " uploaded, or the specified entity tag may not match the part's entity tag.");
      }
      parts.add(part);
    }
    boolean small =
        parts.subList(0, parts.size() - 1).stream()
            .anyMatch(part -> part.content().length() < SMALLEST_PART);
    if (small) {
      throw S3Errors.of(
          "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
    }
    return parts;
  }

  private static String checksum(Upload upload, List<Upload.Part> parts, Content content) {
    Digest digest = Digest.of(upload.algorithm());
    if (upload.composite()) {
      for (Upload.Part part : parts) {
        byte[] value =
            part.checksum() == null
                ? of(part.content(), Digest.of(upload.algorithm())).value()
                : Base64.getDecoder().decode(part.checksum());
        digest.update(value, 0, value.length);
      }
      return digest.base64() + "-" + parts.size();
    }
    return of(content, digest).base64();
  }

  private static Digest of(Content content, Digest digest) {
    byte[] chunk = new byte[64 * 1024];
    try (InputStream bytes = content.open(0, content.length())) {
      for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return digest;
    } catch (IOException broken) {
      throw new UncheckedIOException("A part could not be read.", broken);
    }
  }

  @Override
  default AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    Upload upload = upload(bucket, request.uploadId(), request.key());
    bucket.uploads.remove(upload.id());
    upload.discard();
    return AbortMultipartUploadResponse.builder().build();
  }

  @Override
  default ListPartsResponse listParts(ListPartsRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    Upload upload = upload(bucket, request.uploadId(), request.key());
    int most = Math.min(request.maxParts() == null ? 1000 : request.maxParts(), 1000);
    int after = request.partNumberMarker() == null ? 0 : request.partNumberMarker();
    List<Upload.Part> rest = List.copyOf(upload.parts().tailMap(after, false).values());
    List<Upload.Part> page = rest.subList(0, Math.min(most, rest.size()));
    return ListPartsResponse.builder()
        .bucket(bucket.name)
        .key(upload.key())
        .uploadId(upload.id())
        .partNumberMarker(after)
        .maxParts(most)
        .isTruncated(rest.size() > page.size())
        .nextPartNumberMarker(page.isEmpty() ? 0 : page.get(page.size() - 1).number())
        .storageClass((String) upload.members().getOrDefault("StorageClass", "STANDARD"))
        .owner(owner -> owner.id(buckets().ownerId()))
        .checksumAlgorithm(upload.algorithmAsked() ? upload.algorithm() : null)
        .parts(
            page.stream()
                .map(
                    part ->
                        Members.fill(Part.builder(), checksumOf(upload, part))
                            .partNumber(part.number())
                            .eTag("\"" + part.etag() + "\"")
                            .size(part.content().length())
                            .lastModified(part.modified())
                            .build())
                .toList())
        .build();
  }

  private static Map<String, Object> checksumOf(Upload upload, Upload.Part part) {
    return part.checksum() == null || !upload.algorithmAsked()
        ? Map.of()
        : Map.of(Digest.MEMBERS.getOrDefault(upload.algorithm(), ""), part.checksum());
  }

  @Override
  default ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (request.delimiter() != null) {
      throw S3Errors.notServed("a delimiter when uploads are listed");
    }
    String prefix = request.prefix() == null ? "" : request.prefix();
    String encoding = request.encodingTypeAsString();
    Comparator<Upload> order = Comparator.comparing(Upload::key).thenComparing(Upload::initiated);
    List<MultipartUpload> uploads =
        bucket.uploads.values().stream()
            .filter(upload -> upload.key().startsWith(prefix))
            .sorted(order)
            .map(
                upload ->
                    MultipartUpload.builder()
                        .key(Listing.encode(upload.key(), encoding))
                        .uploadId(upload.id())
                        .initiated(upload.initiated())
                        .storageClass("STANDARD")
                        .owner(owner -> owner.id(buckets().ownerId()))
                        .build())
            .toList();
    return ListMultipartUploadsResponse.builder()
        .bucket(bucket.name)
        .prefix(request.prefix())
        .encodingType(encoding)
        .maxUploads(1000)
        .isTruncated(false)
        .uploads(uploads)
        .build();
  }
}
