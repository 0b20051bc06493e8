package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The data planes on the AWS endpoint, so that one port is enough: a request whose Host is an API's
 * or a distribution's name goes to what answers for it.
 */
public final class DataPlanes {

  private static final Pattern API =
      Pattern.compile("[a-z0-9]+\\.execute-api\\.[a-z0-9-]+\\.(amazonaws\\.com|localhost)");

  private static final Pattern EDGE = Pattern.compile("[a-z0-9]+\\.cloudfront\\.(net|localhost)");

  private DataPlanes() {}

  /** The routes of {@code *.execute-api.{region}.*} and {@code *.cloudfront.*}. */
  public static List<Route> routes(Cloud cloud) {
    return List.of(
        route(cloud, API, Endpoints.Server.API), route(cloud, EDGE, Endpoints.Server.EDGE));
  }

  private static Route route(Cloud cloud, Pattern hosts, Endpoints.Server server) {
    return new Route(
        request -> hosts.matcher(host(request)).matches(),
        request -> {
          var handler = cloud.endpoints().handler(server);
          return handler.isPresent()
              ? handler.get().handle(request)
              : HttpResponse.of(503, "text/plain", "The " + server + " server is not started.\n");
        });
  }

  private static String host(HttpRequest request) {
    return request.header("host").orElse("").toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
  }
}
