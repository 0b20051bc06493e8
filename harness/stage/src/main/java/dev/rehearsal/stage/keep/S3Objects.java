package dev.rehearsal.stage.keep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of every bucket. Those that the new stage has already, such as the site's files, stay
 * as the new stage has them.
 */
final class S3Objects implements Part {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIST = "objects.json";

  /**
   * One object.
   *
   * @param file the name of the file with its bytes
   */
  private record Kept(
      String bucket,
      String key,
      @Nullable String contentType,
      Map<String, String> metadata,
      String file) {}

  private final S3Client s3;

  S3Objects(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public String name() {
    return "objects";
  }

  @Override
  public void save(Path to) throws IOException {
    Files.createDirectories(to);
    List<Kept> all = new ArrayList<>();
    for (var bucket : s3.listBuckets().buckets()) {
      for (S3Object object : s3.listObjectsV2Paginator(r -> r.bucket(bucket.name())).contents()) {
        String file = String.valueOf(all.size());
        GetObjectResponse got =
            s3.getObject(r -> r.bucket(bucket.name()).key(object.key()), to.resolve(file));
        all.add(new Kept(bucket.name(), object.key(), got.contentType(), got.metadata(), file));
      }
    }
    JSON.writeValue(to.resolve(LIST).toFile(), all);
  }

  @Override
  public void load(Path from) throws IOException {
    for (Kept kept : JSON.readValue(from.resolve(LIST).toFile(), Kept[].class)) {
      try {
        if (!isThere(kept)) {
          s3.putObject(
              r ->
                  r.bucket(kept.bucket())
                      .key(kept.key())
                      .contentType(kept.contentType())
                      .metadata(kept.metadata()),
              RequestBody.fromFile(from.resolve(kept.file())));
        }
      } catch (NoSuchBucketException gone) {
        throw new IOException("There is no bucket " + kept.bucket() + " any more", gone);
      }
    }
  }

  private boolean isThere(Kept kept) {
    try {
      s3.headObject(r -> r.bucket(kept.bucket()).key(kept.key()));
      return true;
    } catch (NoSuchKeyException absent) {
      return false;
    }
  }
}
