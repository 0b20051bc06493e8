package dev.t2s.shop.runtime;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Makes AWS clients that start quickly: one HTTP client for all, credentials and region straight
 * from the environment, so that no profile file is looked for.
 */
public final class AwsClients {

  private final Settings settings;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(1))
          .socketTimeout(Duration.ofSeconds(4))
          .build();

  public AwsClients(Settings settings) {
    this.settings = settings;
  }

  public DynamoDbClient dynamoDb() {
    return made(DynamoDbClient.builder()).build();
  }

  public SecretsManagerClient secretsManager() {
    return made(SecretsManagerClient.builder()).build();
  }

  public SnsClient sns() {
    return made(SnsClient.builder()).build();
  }

  public SesClient ses() {
    return made(SesClient.builder()).build();
  }

  public SignedCalls signedCalls() {
    return new SignedCalls(settings, http);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B made(B builder) {
    return builder
        .region(Region.of(settings.required("AWS_REGION")))
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new TraceHeader())
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                .build());
  }
}
