package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Every service's API on one address: reads a request, passes it through the chain, answers. */
final class AwsEndpoint implements HttpHandler {

  private static final System.Logger LOG = System.getLogger(AwsEndpoint.class.getName());

  private final Cloud cloud;
  private final ServiceRouter router = new ServiceRouter(ServiceCatalog.all());
  private final Callers callers;
  private final SignatureMode mode;
  private final SignatureCheck check;

  AwsEndpoint(Cloud cloud, SignatureMode mode) {
    this.cloud = cloud;
    this.mode = mode;
    this.callers = new Callers(cloud.accessKeys(), cloud.settings().account());
    this.check = new SignatureCheck(cloud.accessKeys(), cloud.clock());
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    String requestId = cloud.ids().uuid();
    Exchange exchange = new Exchange(request, requestId, null, guess(request));
    try {
      Query query = Query.parse(request.query());
      Signature signature = Signature.read(request, query);
      ServiceRouter.Target target = router.route(request, query, signature);
      exchange = exchange(request, requestId, target.service(), target.protocol());
      if (target.service() == null && target.protocol() == Protocol.QUERY) {
        return unaddressed(exchange, query, signature);
      }
      if (target.service() == null) {
        throw unknown(exchange, request.header("x-amz-target").orElse(request.path()));
      }
      return Cors.add(request, exchange, answer(exchange, query, signature, null));
    } catch (NoAnswer cut) {
      throw new HttpServer.Cut(cut);
    } catch (RuntimeException failure) {
      return Cors.add(request, exchange, failed(exchange, failure));
    } catch (HttpRequest.BodyTooLarge tooLarge) {
      return failed(
          exchange,
          AwsError.of(
              "RequestEntityTooLargeException", 413, String.valueOf(tooLarge.getMessage())));
    }
  }

  /** A form that says by nothing but its version which API it is for. */
  private HttpResponse unaddressed(Exchange exchange, Query query, @Nullable Signature signature)
      throws IOException {
    byte[] body = RequestBodies.buffered(exchange);
    Query form = RequestBodies.form(query, body);
    ServicePlan service = router.byVersion(form.first("Version"));
    if (service == null) {
      throw unknown(exchange, String.valueOf(form.first("Action")));
    }
    Protocol protocol = service.protocol() == Protocol.EC2 ? Protocol.EC2 : Protocol.QUERY;
    Exchange known = exchange(exchange.request(), exchange.requestId(), service, protocol);
    try {
      return answer(known, query, signature, body);
    } catch (NoAnswer cut) {
      throw cut;
    } catch (RuntimeException failure) {
      return failed(known, failure);
    }
  }

  private HttpResponse answer(
      Exchange exchange, Query query, @Nullable Signature signature, byte @Nullable [] read)
      throws IOException {
    Caller caller = callers.of(signature, exchange);
    CallReader reader = new CallReader(exchange, query, cloud.endpoints());
    CallReader.Found found = reader.find(read);
    byte @Nullable [] signingKey = null;
    if (signature != null && mode == SignatureMode.VERIFIED) {
      signingKey = check.check(signature, exchange.request(), query, exchange, found.bodyHash());
    }
    CallReader.Input input = reader.read(found, signature, signingKey);
    HttpRequest request = exchange.request();
    AwsCall call =
        new AwsCall(
            exchange.requestId(),
            found.plan().operation(),
            input.request(),
            input.body(),
            caller,
            region(signature, request),
            trace(request),
            new AwsCall.Channel(
                request.remoteAddress(),
                request.header("user-agent").orElse(""),
                request.secure(),
                false));
    try (Trace.Scope scope = call.trace().open()) {
      CallResult result = cloud.chain().handle(call);
      return Answers.of(exchange, found.plan(), result);
    }
  }

  private Exchange exchange(
      HttpRequest request, String id, @Nullable ServicePlan service, Protocol protocol) {
    boolean s3 = service != null && service.service().id().equals("s3");
    String shown =
        s3 ? id.replace("-", "").substring(0, 16).toUpperCase(java.util.Locale.ROOT) : id;
    return new Exchange(request, shown, service, protocol);
  }

  private String region(@Nullable Signature signature, HttpRequest request) {
    if (signature != null && !signature.region().isEmpty()) {
      return signature.region();
    }
    String[] labels = request.header("host").orElse("").split("\\.", -1);
    boolean named = labels.length >= 4 && labels[2].equals("amazonaws");
    return named ? labels[1] : cloud.settings().region();
  }

  private Trace trace(HttpRequest request) {
    return Trace.parse(request.header("x-amzn-trace-id").orElse(null))
        .orElseGet(() -> new Trace("1-" + cloud.ids().hex(8) + "-" + cloud.ids().hex(24), null));
  }

  /** The protocol of a request that could not be read so far that its service is known. */
  private static Protocol guess(HttpRequest request) {
    if (request.headers().contains("x-amz-target")
        || request.header("content-type").orElse("").contains("json")) {
      return Protocol.AWS_JSON;
    }
    return ServiceRouter.isForm(request) ? Protocol.QUERY : Protocol.REST_XML;
  }

  private static AwsServiceException unknown(Exchange exchange, String what) {
    return exchange.protocol() == Protocol.QUERY
        ? AwsError.of(
            "InvalidAction", 400, "No service of the embedded AWS has the action " + what + ".")
        : AwsError.of(
            "UnknownOperationException",
            400,
            "No service of the embedded AWS has the operation " + what + ".");
  }

  private static HttpResponse failed(Exchange exchange, RuntimeException failure) {
    if (failure instanceof AwsServiceException error) {
      return Errors.of(exchange, error);
    }
    if (failure instanceof Malformed malformed) {
      return Errors.of(exchange, malformed(exchange, String.valueOf(malformed.getMessage())));
    }
    LOG.log(System.Logger.Level.ERROR, "The AWS endpoint failed at " + exchange.request(), failure);
    return Errors.of(
        exchange,
        AwsError.of(
            "InternalFailure", 500, "The AWS endpoint failed; the harness's log says more."));
  }

  private static AwsServiceException malformed(Exchange exchange, String message) {
    String code =
        switch (exchange.protocol()) {
          case AWS_JSON, REST_JSON, CBOR -> "SerializationException";
          case QUERY, EC2 -> "MalformedQueryString";
          case REST_XML -> exchange.s3() ? "MalformedXML" : "MalformedInput";
        };
    return AwsError.of(code, 400, message);
  }
}
