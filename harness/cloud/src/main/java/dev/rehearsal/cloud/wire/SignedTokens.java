package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Presigned addresses that are shown to a server that is not AWS's own, as proof of who comes. */
public final class SignedTokens {

  private SignedTokens() {}

  /**
   * What a genuine token says.
   *
   * @param caller who signed it
   * @param host the host and port that it is for
   * @param region the region that it is for
   * @param parameters its parameters
   * @param seconds for how long it holds
   */
  public record Token(
      Caller caller, String host, String region, Map<String, String> parameters, long seconds) {}

  /**
   * Reads a token: {@code HOST:PORT/?PARAMETERS}, signed for a service.
   *
   * @param stage the clock that sessions expire by; tokens expire by the wall clock
   * @return empty where it is no token, where its signature is not genuine, or where it has expired
   */
  public static Optional<Token> read(String text, String service, AccessKeys keys, Clock stage) {
    int slash = text.indexOf("/?");
    if (slash <= 0) {
      return Optional.empty();
    }
    String host = text.substring(0, slash);
    Query query = Query.parse(text.substring(slash + 2));
    HttpRequest request =
        new HttpRequest(
            "GET",
            "/",
            text.substring(slash + 2),
            new Headers().set("host", host),
            InputStream.nullInputStream(),
            "",
            true);
    try {
      Signature signature = Signature.read(request, query);
      if (signature == null
          || !signature.presigned()
          || !signature.service().equals(service)
          || keys.find(signature.key()).isEmpty()) {
        return Optional.empty();
      }
      Exchange exchange = new Exchange(request, "", null, Protocol.QUERY);
      Caller caller = new Callers(keys, "").of(signature, exchange);
      byte[] unused =
          new SignatureCheck(keys, stage)
              .check(signature, request, query, exchange, Hashes.sha256(""));
      return Optional.of(
          new Token(caller, host, signature.region(), query.firsts(), signature.expires()));
    } catch (AwsServiceException | Malformed notGenuine) {
      return Optional.empty();
    }
  }
}
