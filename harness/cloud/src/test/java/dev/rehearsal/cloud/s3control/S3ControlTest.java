package dev.rehearsal.cloud.s3control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.NoSuchPublicAccessBlockConfigurationException;

final class S3ControlTest {

  private static final Caller ROOT = new Caller.Root("123456789012", null);
  private static final String ARN = "arn:aws:s3:::shop-logs";

  private final Cloud cloud;
  private final S3Client s3;
  private final S3ControlClient control;

  S3ControlTest(@TempDir Path folder) {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    s3 = cloud.client(S3Client.class, ROOT, "us-east-1");
    control = cloud.client(S3ControlClient.class, ROOT, "us-east-1");
    s3.createBucket(c -> c.bucket("shop-logs"));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void tagsBuckets() {
    control.tagResource(
        t -> t.accountId("123456789012").resourceArn(ARN).tags(a -> a.key("env").value("dev")));
    assertEquals(
        "dev",
        control
            .listTagsForResource(l -> l.accountId("123456789012").resourceArn(ARN))
            .tags()
            .get(0)
            .value());
    assertEquals(1, s3.getBucketTagging(g -> g.bucket("shop-logs")).tagSet().size());
    control.untagResource(u -> u.accountId("123456789012").resourceArn(ARN).tagKeys("env"));
    assertThrows(AwsServiceException.class, () -> s3.getBucketTagging(g -> g.bucket("shop-logs")));
  }

  @Test
  void blocksPublicAccessOfTheWholeAccount() {
    assertThrows(
        NoSuchPublicAccessBlockConfigurationException.class,
        () -> control.getPublicAccessBlock(g -> g.accountId("123456789012")));
    s3.deletePublicAccessBlock(d -> d.bucket("shop-logs"));
    control.putPublicAccessBlock(
        p ->
            p.accountId("123456789012")
                .publicAccessBlockConfiguration(b -> b.blockPublicPolicy(true)));
    AwsServiceException refused =
        assertThrows(
            AwsServiceException.class,
            () ->
                s3.putBucketPolicy(
                    p ->
                        p.bucket("shop-logs")
                            .policy(
                                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                                    + "\"Action\":\"s3:GetObject\",\"Resource\":\""
                                    + ARN
                                    + "/*\"}]}")));
    assertEquals("AccessDenied", refused.awsErrorDetails().errorCode());
  }
}
