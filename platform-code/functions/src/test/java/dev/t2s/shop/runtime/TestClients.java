package dev.t2s.shop.runtime;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** AWS clients that call a stub. */
public final class TestClients {

  private TestClients() {}

  public static SnsClient sns(Settings settings) {
    return SnsClient.builder()
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(URI.create(settings.required("AWS_ENDPOINT_URL")))
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(all -> all.addExecutionInterceptor(new TraceHeader()))
        .build();
  }

  public static SesClient ses(Settings settings) {
    return SesClient.builder()
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(URI.create(settings.required("AWS_ENDPOINT_URL")))
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(all -> all.addExecutionInterceptor(new TraceHeader()))
        .build();
  }
}
