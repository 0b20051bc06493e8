package dev.t2s.shop.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** A function behind the API: checks the origin, finds the route, turns failures into problems. */
public abstract class HttpFunction implements RequestStreamHandler {

  /** Answers the requests of one route. */
  @FunctionalInterface
  protected interface Route {
    Response answer(Request request);
  }

  protected final Log log;
  private final OriginGuard guard;
  private final Map<String, Route> routes;

  protected HttpFunction(Log log, OriginGuard guard, Map<String, Route> routes) {
    this.log = log;
    this.guard = guard;
    this.routes = Map.copyOf(routes);
  }

  /** The keys of the routes this function answers. */
  public final Set<String> routes() {
    return routes.keySet();
  }

  /** Does ahead of the first request what can be done then. */
  protected final void warm() {
    guard.warm();
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    log.invocation(context == null ? null : context.getAwsRequestId());
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    output.write(answer(Json.parse(event)).toGateway().getBytes(StandardCharsets.UTF_8));
  }

  private Response answer(Json event) {
    String route = event.text("routeKey").orElse("");
    Response response;
    try {
      Request request = Request.of(event);
      guard.check(request);
      Route known = routes.get(route);
      if (known == null) {
        throw Problem.notFound("There is no " + route + ".");
      }
      response = known.answer(request);
    } catch (Problem problem) {
      log.info("refused", "route", route, "status", problem.status(), "code", problem.code());
      response = problem.response();
    } catch (Unavailable unavailable) {
      log.error("backend unavailable", unavailable, "route", route);
      response = Problem.unavailable("Try again in a moment.").response();
    } catch (SdkException aws) {
      log.error("an AWS call failed", aws, "route", route);
      response = Problem.unavailable("Try again in a moment.").response();
    } catch (RuntimeException unexpected) {
      log.error("unexpected failure", unexpected, "route", route);
      response =
          Problem.of(500, "INTERNAL", "The shop failed", "The failure is logged.").response();
    }
    log.info("answered", "route", route, "status", response.status());
    return response;
  }
}
