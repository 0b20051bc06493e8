package dev.rehearsal.cloud.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of a request, in the order that HTTP and S3 give them. */
record Conditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable Instant ifModifiedSince,
    @Nullable Instant ifUnmodifiedSince) {

  /** Checks before a read: a condition that fails answers 412 or 304. */
  void checkRead(StoredObject object) {
    Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
    if (ifMatch != null) {
      if (!matches(ifMatch, object)) {
        throw S3Errors.preconditionFailed();
      }
    } else if (ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
      throw S3Errors.preconditionFailed();
    }
    if (ifNoneMatch != null) {
      if (matches(ifNoneMatch, object)) {
        throw S3Errors.notModified();
      }
    } else if (ifModifiedSince != null && !modified.isAfter(ifModifiedSince)) {
      throw S3Errors.notModified();
    }
  }

  /** Checks before a copy: any condition that fails answers 412. */
  void checkCopy(StoredObject object) {
    Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
    boolean holds =
        (ifMatch == null || matches(ifMatch, object))
            && (ifMatch != null
                || ifUnmodifiedSince == null
                || !modified.isAfter(ifUnmodifiedSince))
            && (ifNoneMatch == null || !matches(ifNoneMatch, object))
            && (ifNoneMatch != null
                || ifModifiedSince == null
                || modified.isAfter(ifModifiedSince));
    if (!holds) {
      throw S3Errors.preconditionFailed();
    }
  }

  /** Checks before a write over what is there now. */
  static void checkWrite(
      @Nullable String ifMatch, @Nullable String ifNoneMatch, Optional<StoredObject> newest) {
    Optional<StoredObject> there = newest.filter(object -> !object.isDeleteMarker());
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.equals("*")) {
        throw S3Errors.of(
            "NotImplemented",
            501,
            "A header you provided implies functionality that is not implemented");
      }
      if (there.isPresent()) {
        throw S3Errors.preconditionFailed();
      }
    }
    if (ifMatch != null) {
      StoredObject object = there.orElseThrow(S3Errors::noSuchKey);
      if (!matches(ifMatch, object)) {
        throw S3Errors.preconditionFailed();
      }
    }
  }

  private static boolean matches(String header, StoredObject object) {
    for (String tag : header.split(",", -1)) {
      String bare = tag.strip().replace("\"", "");
      if (bare.equals("*") || bare.equals(object.etag())) {
        return true;
      }
    }
    return false;
  }
}
