package dev.t2s.shop.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Calls AWS services that the shop needs a single operation of. Their client libraries alone are
 * larger than the whole package may be (Systems Manager: 6 MB), and each costs start-up time.
 */
public final class SignedCalls {

  private static final int ATTEMPTS = 3;

  private final Settings settings;
  private final SdkHttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SignedCalls(Settings settings, SdkHttpClient http) {
    this.settings = settings;
    this.http = http;
  }

  /**
   * Reads a SecureString of Parameter Store.
   *
   * @throws IOException where it can't be read
   */
  public String parameter(String name) throws IOException {
    return json(
            "ssm",
            settings.required("AWS_REGION"),
            "AmazonSSM.GetParameter",
            Json.of("Name", name, "WithDecryption", true))
        .object("Parameter")
        .text("Value")
        .orElseThrow(() -> new IOException("ssm:GetParameter answered without a value."));
  }

  /**
   * Invokes a function without waiting for it.
   *
   * @throws IOException where Lambda did not take the event
   */
  public void invokeAsync(String function, String event) throws IOException {
    post(
        "lambda",
        "/2015-03-31/functions/" + function + "/invocations",
        Map.of("content-type", "application/json", "x-amz-invocation-type", "Event"),
        event);
  }

  /**
   * Calls an operation of a service that speaks AWS JSON 1.1.
   *
   * @param target the operation with the service's prefix, for example {@code
   *     AWSWAF_20190729.GetIPSet}
   * @throws Refused where AWS answers an error
   * @throws IOException where it does not answer
   */
  public Json json(String service, String region, String target, Map<String, Object> request)
      throws IOException {
    return Json.parse(
        post(
            service,
            region,
            "/",
            Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", target),
            Json.write(request)));
  }

  /**
   * Calls an operation of a service that speaks AWS's query protocol, with parameters as it writes
   * them.
   *
   * @throws Refused where AWS answers an error
   * @throws IOException where it does not answer
   */
  public Xml query(String service, String version, String operation, Map<String, String> parameters)
      throws IOException {
    StringBuilder form = new StringBuilder("Action=" + operation + "&Version=" + version);
    parameters.forEach(
        (name, value) ->
            form.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return Xml.parse(
        post(
            service,
            "/",
            Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            form.toString()));
  }

  /**
   * Reads a part of a resource of a service that speaks REST and XML.
   *
   * @param part what the query names
   * @throws Refused where AWS answers an error
   * @throws IOException where it does not answer
   */
  public Xml getXml(String service, String path, String part) throws IOException {
    return Xml.parse(
        send(
            SdkHttpMethod.GET, service, settings.required("AWS_REGION"), path, part, Map.of(), ""));
  }

  /**
   * Replaces a part of a resource of a service that speaks REST and XML.
   *
   * @param part what the query names
   * @throws Refused where AWS answers an error
   * @throws IOException where it does not answer
   */
  public void putXml(String service, String path, String part, String document) throws IOException {
    send(
        SdkHttpMethod.PUT,
        service,
        settings.required("AWS_REGION"),
        path,
        part,
        Map.of("content-type", "application/xml", "x-amz-checksum-sha256", checksum(document)),
        document);
  }

  /** S3 takes settings of a bucket with a checksum only. */
  private static String checksum(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * What a user of an RDS database shows instead of a password: an address that is signed, for a
   * quarter of an hour. Made here; nobody is called.
   */
  public String databaseToken(String host, int port, String user) {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("https")
            .host(host)
            .port(port)
            .encodedPath("/")
            .putRawQueryParameter("Action", "connect")
            .putRawQueryParameter("DBUser", user)
            .build();
    SignedRequest signed =
        signer.sign(
            sign ->
                sign.identity(EnvironmentVariableCredentialsProvider.create().resolveCredentials())
                    .request(unsigned)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rds-db")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, settings.required("AWS_REGION"))
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(15)));
    return signed.request().getUri().toString().substring("https://".length());
  }

  private String post(String service, String path, Map<String, String> headers, String body)
      throws IOException {
    return post(service, settings.required("AWS_REGION"), path, headers, body);
  }

  private String post(
      String service, String region, String path, Map<String, String> headers, String body)
      throws IOException {
    return send(SdkHttpMethod.POST, service, region, path, null, headers, body);
  }

  private String send(
      SdkHttpMethod method,
      String service,
      String region,
      String path,
      @Nullable String part,
      Map<String, String> headers,
      String body)
      throws IOException {
    IOException last = new IOException("Not called.");
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return once(
            method, service, region, path, part, headers, body.getBytes(StandardCharsets.UTF_8));
      } catch (Refused refused) {
        if (!refused.retryable) {
          throw refused;
        }
        last = refused;
      } catch (IOException broken) {
        last = broken;
      }
      if (attempt < ATTEMPTS) {
        Backoff.pause(attempt);
      }
    }
    throw last;
  }

  private String once(
      SdkHttpMethod method,
      String service,
      String region,
      String path,
      @Nullable String part,
      Map<String, String> headers,
      byte[] body)
      throws IOException {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(method).uri(endpoint(service, region)).encodedPath(path);
    if (part != null) {
      request.putRawQueryParameter(part, "");
    }
    headers.forEach(request::putHeader);
    // A connection that is given a body to a GET makes it a POST.
    ContentStreamProvider payload =
        method == SdkHttpMethod.GET ? null : ContentStreamProvider.fromByteArray(body);
    if (payload != null) {
      request.putHeader("content-length", String.valueOf(body.length));
    }
    TraceHeader.current().ifPresent(trace -> request.putHeader(TraceHeader.NAME, trace));
    SdkHttpRequest unsigned = request.build();
    SignedRequest signed =
        signer.sign(
            sign ->
                sign.identity(EnvironmentVariableCredentialsProvider.create().resolveCredentials())
                    .request(unsigned)
                    .payload(payload)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(signed.payload().orElse(payload))
                    .build())
            .call();
    String answer = "";
    if (response.responseBody().isPresent()) {
      try (InputStream in = response.responseBody().get()) {
        answer = new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
      }
    }
    int status = response.httpResponse().statusCode();
    if (status >= 300) {
      throw new Refused(service, status, answer);
    }
    return answer;
  }

  private URI endpoint(String service, String region) {
    return URI.create(
        settings
            .optional("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT))
            .or(() -> settings.optional("AWS_ENDPOINT_URL"))
            .orElse("https://" + service + "." + region + ".amazonaws.com"));
  }

  /** An error that AWS answered. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean retryable;
    private final String code;

    Refused(String service, int status, String answer) {
      super(service + " answered " + status + " " + errorType(answer));
      code = errorType(answer);
      retryable = status >= 500 || status == 429 || answer.contains("Throttl");
    }

    /** The error's name as AWS answered it, perhaps with a prefix. */
    public String code() {
      return code;
    }

    private static String errorType(String answer) {
      try {
        Json error = Json.parse(answer);
        return error.text("__type").or(() -> error.text("Type")).orElse("");
      } catch (Json.Malformed notJson) {
        return xmlCode(answer);
      }
    }

    /** S3 answers an error by itself, EC2 a list of them. */
    private static String xmlCode(String answer) {
      try {
        Xml error = Xml.parse(answer);
        return error.objects("Errors", "Error").stream().findFirst().orElse(error).text("Code");
      } catch (IOException notXml) {
        return "";
      }
    }
  }
}
