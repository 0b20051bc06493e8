package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** A cloud with its endpoint, and the SDK's clients for it. */
final class TestEndpoint implements AutoCloseable {

  static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sqs/aws4_request,"
          + " SignedHeaders=host, Signature=00";

  private final Cloud cloud;
  private final AwsServer server;

  private TestEndpoint(Cloud cloud, AwsServer server) {
    this.cloud = cloud;
    this.server = server;
  }

  static TestEndpoint start(Path folder, SignatureMode mode) {
    Cloud cloud = Cloud.with(CloudSettings.standalone(folder, folder.resolve("cache"))).build();
    return new TestEndpoint(cloud, AwsServer.start(cloud, "127.0.0.1", 0, mode));
  }

  Cloud cloud() {
    return cloud;
  }

  URI address() {
    return server.address();
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return client(builder, "test", "test");
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, String key, String secret) {
    return client(builder, AwsBasicCredentials.create(key, secret));
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, AwsCredentials credentials) {
    return builder
        .endpointOverride(server.address())
        .region(Region.EU_WEST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  @Override
  public void close() {
    server.close();
    cloud.close();
  }
}
