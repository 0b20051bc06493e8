package dev.rehearsal.cloud.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists objects and their versions. */
interface ListOperations extends S3Client {

  Buckets buckets();

  @Override
  default ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    Bucket bucket = buckets().get(request.bucket());
    String after =
        request.continuationToken() != null
            ? untoken(request.continuationToken())
            : request.startAfter();
    Listing<StoredObject> page =
        objects(
            bucket,
            Listing.Wanted.of(request.prefix(), request.delimiter(), after, request.maxKeys()));
    String encoding = request.encodingTypeAsString();
    Owner owner =
        Boolean.TRUE.equals(request.fetchOwner())
            ? Owner.builder().id(buckets().ownerId()).build()
            : null;
    return ListObjectsV2Response.builder()
        .name(bucket.name)
        .prefix(Listing.encode(request.prefix() == null ? "" : request.prefix(), encoding))
        .delimiter(Listing.encode(request.delimiter(), encoding))
        .startAfter(Listing.encode(request.startAfter(), encoding))
        .encodingType(encoding)
        .maxKeys(request.maxKeys() == null ? Listing.MOST : request.maxKeys())
        .keyCount(page.entries().size() + page.prefixes().size())
        .continuationToken(request.continuationToken())
        .isTruncated(page.truncated())
        .nextContinuationToken(page.last() == null ? null : token(page.last()))
        .contents(page.entries().stream().map(o -> describe(o, owner, encoding)).toList())
        .commonPrefixes(prefixes(page.prefixes(), encoding))
        .build();
  }

  @Override
  default ListObjectsResponse listObjects(ListObjectsRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    Listing<StoredObject> page =
        objects(
            bucket,
            Listing.Wanted.of(
                request.prefix(), request.delimiter(), request.marker(), request.maxKeys()));
    String encoding = request.encodingTypeAsString();
    Owner owner = Owner.builder().id(buckets().ownerId()).build();
    return ListObjectsResponse.builder()
        .name(bucket.name)
        .prefix(Listing.encode(request.prefix() == null ? "" : request.prefix(), encoding))
        .delimiter(Listing.encode(request.delimiter(), encoding))
        .marker(Listing.encode(request.marker() == null ? "" : request.marker(), encoding))
        .encodingType(encoding)
        .maxKeys(request.maxKeys() == null ? Listing.MOST : request.maxKeys())
        .isTruncated(page.truncated())
        .nextMarker(
            page.truncated() && request.delimiter() != null
                ? Listing.encode(page.last(), encoding)
                : null)
        .contents(page.entries().stream().map(o -> describe(o, owner, encoding)).toList())
        .commonPrefixes(prefixes(page.prefixes(), encoding))
        .build();
  }

  @Override
  default ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    String keyMarker = request.keyMarker() == null ? "" : request.keyMarker();
    String versionMarker = request.versionIdMarker();
    if (versionMarker != null && keyMarker.isEmpty()) {
      throw S3Errors.invalid("A version-id marker cannot be specified without a key marker.");
    }
    Listing<StoredObject> page =
        Listing.of(
            bucket,
            Listing.Wanted.of(request.prefix(), request.delimiter(), keyMarker, request.maxKeys()),
            key ->
                key.getKey().equals(keyMarker)
                    ? after(key.getValue(), versionMarker)
                    : key.getValue().stream());
    String encoding = request.encodingTypeAsString();
    StoredObject last = page.lastEntry();
    return ListObjectVersionsResponse.builder()
        .name(bucket.name)
        .prefix(Listing.encode(request.prefix() == null ? "" : request.prefix(), encoding))
        .delimiter(Listing.encode(request.delimiter(), encoding))
        .keyMarker(Listing.encode(keyMarker, encoding))
        .versionIdMarker(versionMarker == null ? "" : versionMarker)
        .encodingType(encoding)
        .maxKeys(request.maxKeys() == null ? Listing.MOST : request.maxKeys())
        .isTruncated(page.truncated())
        .nextKeyMarker(Listing.encode(page.last(), encoding))
        .nextVersionIdMarker(last == null ? null : last.versionId())
        .versions(
            page.entries().stream()
                .filter(object -> !object.isDeleteMarker())
                .map(object -> version(bucket, object, encoding))
                .toList())
        .deleteMarkers(
            page.entries().stream()
                .filter(StoredObject::isDeleteMarker)
                .map(object -> marker(bucket, object, encoding))
                .toList())
        .commonPrefixes(prefixes(page.prefixes(), encoding))
        .build();
  }

  private static Listing<StoredObject> objects(Bucket bucket, Listing.Wanted wanted) {
    return Listing.of(
        bucket,
        wanted,
        key ->
            key.getKey().equals(wanted.after())
                ? Stream.empty()
                : key.getValue().stream().limit(1).filter(object -> !object.isDeleteMarker()));
  }

  private static Stream<StoredObject> after(
      List<StoredObject> versions, @Nullable String versionMarker) {
    return versionMarker == null
        ? Stream.empty()
        : versions.stream()
            .dropWhile(version -> !version.versionId().equals(versionMarker))
            .skip(1);
  }

  private static S3Object describe(
      StoredObject object, @Nullable Owner owner, @Nullable String encoding) {
    return S3Object.builder()
        .key(Listing.encode(object.key(), encoding))
        .size(object.length())
        .eTag(object.quotedEtag())
        .lastModified(object.modified())
        .storageClass(object.storageClass())
        .checksumAlgorithm(algorithms(object))
        .checksumType((String) object.members().get("ChecksumType"))
        .owner(owner)
        .build();
  }

  private ObjectVersion version(Bucket bucket, StoredObject object, @Nullable String encoding) {
    return ObjectVersion.builder()
        .key(Listing.encode(object.key(), encoding))
        .versionId(object.versionId())
        .isLatest(isLatest(bucket, object))
        .size(object.length())
        .eTag(object.quotedEtag())
        .lastModified(object.modified())
        .storageClass(object.storageClass())
        .checksumAlgorithm(algorithms(object))
        .checksumType((String) object.members().get("ChecksumType"))
        .owner(o -> o.id(buckets().ownerId()))
        .build();
  }

  private DeleteMarkerEntry marker(Bucket bucket, StoredObject object, @Nullable String encoding) {
    return DeleteMarkerEntry.builder()
        .key(Listing.encode(object.key(), encoding))
        .versionId(object.versionId())
        .isLatest(isLatest(bucket, object))
        .lastModified(object.modified())
        .owner(o -> o.id(buckets().ownerId()))
        .build();
  }

  private static boolean isLatest(Bucket bucket, StoredObject object) {
    return bucket.newest(object.key()).filter(newest -> newest == object).isPresent();
  }

  private static List<ChecksumAlgorithm> algorithms(StoredObject object) {
    return Digest.MEMBERS.entrySet().stream()
        .filter(member -> object.members().containsKey(member.getValue()))
        .map(member -> ChecksumAlgorithm.fromValue(member.getKey()))
        .toList();
  }

  private static List<CommonPrefix> prefixes(Set<String> prefixes, @Nullable String encoding) {
    return prefixes.stream()
        .map(prefix -> CommonPrefix.builder().prefix(Listing.encode(prefix, encoding)).build())
        .toList();
  }

  private static String token(String last) {
    return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static String untoken(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException foreign) {
      throw S3Errors.invalid("The continuation token provided is incorrect");
    }
  }
}
