package dev.rehearsal.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The site's upload after apply: its files, what the page must know, and an invalidation. */
final class Site {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "png", "image/png",
          "svg", "image/svg+xml",
          "ico", "image/x-icon",
          "webp", "image/webp",
          "webm", "video/webm",
          "txt", "text/plain; charset=utf-8");

  private final Path folder;
  private final S3Client s3;
  private final CloudFrontClient cloudFront;

  Site(Path folder, S3Client s3, CloudFrontClient cloudFront) {
    this.folder = folder;
    this.s3 = s3;
    this.cloudFront = cloudFront;
  }

  /**
   * Uploads the files and {@code config.json}.
   *
   * @param config what the page must know
   * @param distribution whose cache forgets the old files
   */
  void upload(String bucket, Map<String, @Nullable String> config, String distribution) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files =
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
      for (Path file : files) {
        String key = folder.relativize(file).toString().replace('\\', '/');
        put(bucket, key, RequestBody.fromFile(file));
      }
      put(
          bucket,
          "config.json",
          RequestBody.fromString(new ObjectMapper().writeValueAsString(new TreeMap<>(config))));
    } catch (IOException failure) {
      throw new UncheckedIOException("The site in " + folder + " could not be read.", failure);
    }
    cloudFront.createInvalidation(
        request ->
            request
                .distributionId(distribution)
                .invalidationBatch(
                    batch ->
                        batch
                            .callerReference("upload-" + System.nanoTime())
                            .paths(paths -> paths.quantity(1).items("/*"))));
  }

  private void put(String bucket, String key, RequestBody body) {
    String ending = key.substring(key.lastIndexOf('.') + 1);
    s3.putObject(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .contentType(TYPES.getOrDefault(ending, "application/octet-stream")),
        body);
  }
}
