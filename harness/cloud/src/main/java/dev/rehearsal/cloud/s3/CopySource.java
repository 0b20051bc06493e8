package dev.rehearsal.cloud.s3;

import org.jspecify.annotations.Nullable;

/** The object that a copy takes from. */
record CopySource(String bucket, String key, @Nullable String versionId) {

  /** Reads the header form, else the three parts that the SDK's callers set. */
  static CopySource of(
      @Nullable String header,
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String versionId) {
    if (header == null) {
      if (bucket == null || key == null) {
        throw S3Errors.invalid(
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
      }
      return new CopySource(bucket, key, versionId);
    }
    String path = header.startsWith("/") ? header.substring(1) : header;
    String version = null;
    int query = path.indexOf("?versionId=");
    if (query >= 0) {
      version = path.substring(query + "?versionId=".length());
      path = path.substring(0, query);
    }
    String decoded = Buckets.decode(path.replace("+", "%2B"), "Invalid copy source encoding.");
    int slash = decoded.indexOf('/');
    if (slash < 1 || slash == decoded.length() - 1) {
      throw S3Errors.invalid(
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    return new CopySource(decoded.substring(0, slash), decoded.substring(slash + 1), version);
  }
}
