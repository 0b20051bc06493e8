package dev.rehearsal.cloud.call;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One call to AWS on its way through the gateway.
 *
 * @param requestId the id that the answer carries as {@code x-amzn-RequestId}
 * @param operation what is asked for
 * @param request the typed request
 * @param body the request's stream; null unless {@link Operation.Body#REQUEST}
 * @param caller who asks
 * @param region the region asked, for example {@code eu-west-1}
 * @param trace correlation id and the hop that caused this call
 * @param channel how the call came in
 */
public record AwsCall(
    String requestId,
    Operation operation,
    SdkRequest request,
    @Nullable RequestBody body,
    Caller caller,
    String region,
    Trace trace,
    Channel channel) {

  /** The account whose resources the call is about. */
  public String account() {
    return caller.account();
  }

  /** The same call with another trace. */
  public AwsCall withTrace(Trace other) {
    return new AwsCall(requestId, operation, request, body, caller, region, other, channel);
  }

  /**
   * How a call came in.
   *
   * @param sourceIp the client's address; a service's principal where a service calls
   * @param userAgent the client's user agent, or an empty string
   * @param secure whether the call came over TLS ({@code aws:SecureTransport})
   * @param inProcess whether the call was made inside the harness, without HTTP
   */
  public record Channel(String sourceIp, String userAgent, boolean secure, boolean inProcess) {}
}
