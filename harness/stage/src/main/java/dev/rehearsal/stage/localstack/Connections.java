package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.CallScope;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes the SDK's clients for an emulator: signed for the account and region of the call. */
final class Connections {

  /** Longer than the longest poll of a queue, 20 s. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private final Supplier<URI> address;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(2))
          .socketTimeout(LONGEST_ANSWER)
          .build();

  Connections(Supplier<URI> address) {
    this.address = address;
  }

  <C extends SdkClient> C client(Class<C> type, String account, String region) {
    Object builder = builder(type);
    AwsClientBuilder<?, ?> common = (AwsClientBuilder<?, ?>) builder;
    // The account is the access key: emulators tell accounts apart by it.
    common.credentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "rehearsal")));
    common.region(Region.of(region));
    common.endpointOverride(address.get());
    common.overrideConfiguration(
        // Who called the gateway tries again, as it would on AWS; twice would be too much.
        c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()).addExecutionInterceptor(new Traced()));
    ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
    if (builder instanceof S3ClientBuilder s3) {
      s3.forcePathStyle(true)
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }
    return type.cast(built(builder));
  }

  private static Object builder(Class<?> type) {
    try {
      return type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " has no builder.", impossible);
    }
  }

  private static Object built(Object builder) {
    return ((software.amazon.awssdk.utils.builder.SdkBuilder<?, ?>) builder).build();
  }

  /** Hands the trace on, as AWS does between its services: SNS puts it into the queue's message. */
  private static final class Traced implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return CallScope.current()
          .map(
              call ->
                  context
                      .httpRequest()
                      .copy(b -> b.putHeader("X-Amzn-Trace-Id", call.trace().header())))
          .orElseGet(context::httpRequest);
    }
  }
}
