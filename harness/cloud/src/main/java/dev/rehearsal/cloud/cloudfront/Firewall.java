package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.wafv2.Verdict;
import dev.rehearsal.cloud.wafv2.Waf;
import dev.rehearsal.cloud.wafv2.WebRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.Distribution;

/** The web ACL before a distribution. */
final class Firewall {

  private static final int BODY_LIMIT = 64 * 1024 * 1024;

  private Firewall() {}

  /**
   * What the web ACL lets through, or answers itself.
   *
   * @param request the request as it goes on
   * @param blocked the answer where it doesn't; else null
   * @param fact what a ledger says about it; null where there is no web ACL
   */
  record Passed(HttpRequest request, @Nullable OriginAnswer blocked, @Nullable String fact) {}

  static Passed pass(
      Surroundings aws, Distribution distribution, HttpRequest viewer, String requestId)
      throws IOException {
    String acl = CloudFront.webAcl(distribution);
    if (acl.isEmpty()) {
      return new Passed(viewer, null, null);
    }
    byte[] body = viewer.bytes(BODY_LIMIT);
    Optional<Verdict> decided =
        aws.peer(Waf.class, "us-east-1")
            .decide(
                acl,
                new WebRequest(
                    distribution.id(),
                    requestId,
                    viewer.remoteAddress(),
                    viewer.method(),
                    viewer.path(),
                    viewer.query(),
                    viewer.headers(),
                    body));
    Headers headers = viewer.headers().copy();
    decided.ifPresent(verdict -> verdict.inserted().forEach(headers::set));
    HttpRequest request =
        new HttpRequest(
            viewer.method(),
            viewer.path(),
            viewer.query(),
            headers,
            new ByteArrayInputStream(body),
            viewer.remoteAddress(),
            viewer.secure());
    if (decided.isEmpty()) {
      return new Passed(request, null, null);
    }
    Verdict verdict = decided.get();
    String fact = (verdict.allowed() ? "ALLOW" : "BLOCK") + " by " + verdict.rule();
    return new Passed(request, answer(verdict), fact);
  }

  private static @Nullable OriginAnswer answer(Verdict verdict) {
    Verdict.Response response = verdict.response();
    if (response == null) {
      return null;
    }
    OriginAnswer answer =
        response.contentType() == null
            ? OriginAnswer.error(response.status(), "Request blocked.", "")
            : OriginAnswer.of(response.status(), response.contentType(), response.body());
    Headers headers = answer.headers().copy();
    response.headers().forEach(headers::set);
    return answer.with(response.status(), headers);
  }
}
