package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;

/** {@code POST /_rehearsal/reset}: empties a cloud that stands alone, for the tests around it. */
public final class Reset {

  private static final String PATH = "/_rehearsal/reset";

  private Reset() {}

  /** The route of it. Nobody signs there: a stage, whose state is Terraform's, must not have it. */
  public static Route route(Cloud cloud) {
    return new Route(request -> request.path().equals(PATH), request -> reset(cloud, request));
  }

  private static HttpResponse reset(Cloud cloud, HttpRequest request) {
    if (!request.method().equals("POST")) {
      return HttpResponse.of(405, "text/plain", "POST to this address to empty the cloud.\n");
    }
    // Any page that is open in a browser of this machine could post here.
    if (request.headers().contains("origin") || request.headers().contains("sec-fetch-site")) {
      return HttpResponse.of(403, "text/plain", "Web pages may not empty the cloud.\n");
    }
    cloud.reset();
    return HttpResponse.of(200, "application/json", "{\"status\": \"reset\"}");
  }
}
