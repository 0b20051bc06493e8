package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What S3 says of keys that are not there. */
final class MissingKeysTest {

  private static final String ACCOUNT = "111111111111";
  private static final Caller ROOT = new Caller.Root(ACCOUNT, null);
  private static final Caller EDGE =
      new Caller.Service(
          ACCOUNT, "cloudfront.amazonaws.com", "arn:aws:cloudfront::1:distribution/E");

  private final Cloud cloud;

  MissingKeysTest(@TempDir Path folder) {
    AtomicReference<Cloud> built = new AtomicReference<>();
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .filter(
                new Authoriser(
                    built::get, caller -> new IdentityPolicies.Held(List.of(), null, caller.arn())))
            .build();
    built.set(cloud);
  }

  @BeforeEach
  void makeTheSite() {
    S3Client s3 = client(ROOT);
    s3.createBucket(
        c -> c.bucket("site").createBucketConfiguration(l -> l.locationConstraint("eu-west-1")));
    s3.putObject(p -> p.bucket("site").key("index.html"), RequestBody.fromString("hello"));
    allow("\"s3:GetObject\"", "arn:aws:s3:::site/*");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void areDeniedToWhoeverMayNotListTheBucket() {
    assertEquals(
        "hello",
        client(EDGE).getObjectAsBytes(g -> g.bucket("site").key("index.html")).asUtf8String());
    assertEquals("AccessDenied", refused(EDGE, 403));
  }

  @Test
  void areNamedToWhoeverMayListTheBucket() {
    assertEquals("NoSuchKey", refused(ROOT, 404));
  }

  private String refused(Caller caller, int status) {
    AwsServiceException refusal =
        assertThrows(
            AwsServiceException.class,
            () -> client(caller).getObjectAsBytes(g -> g.bucket("site").key("none.html")));
    assertEquals(status, refusal.statusCode());
    return refusal.awsErrorDetails().errorCode();
  }

  private void allow(String actions, String resource) {
    client(ROOT)
        .putBucketPolicy(
            p ->
                p.bucket("site")
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Principal": {"Service": "cloudfront.amazonaws.com"},
                         "Action": %s, "Resource": "%s"}]}
                        """
                            .formatted(actions, resource)));
  }

  private S3Client client(Caller caller) {
    return cloud.client(S3Client.class, caller, "eu-west-1");
  }
}
