package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.cloud.inbox.Message;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.gateway.Ledger;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminSetUserPasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminSetUserPasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;

/**
 * A stage with a real HTTP server for the shop, and nothing behind it but what a test puts there.
 */
public final class FakeStage implements Stage {

  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final Map<String, HttpHandler> routes = new ConcurrentHashMap<>();
  private final Map<String, String> lacking = new ConcurrentHashMap<>();
  private final Map<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();
  private final Ledger ledger = new Ledger(1_000);
  private final MovableClock clock = new MovableClock();
  private final FaultPlan faults =
      new FaultPlan(
          new FaultPlan.Ground() {
            @Override
            public void restartDatabase() {
              throw new UnsupportedOperationException();
            }

            @Override
            public void kill(String invocation) {
              throw new UnsupportedOperationException();
            }
          },
          1);
  private volatile @Nullable String broken;
  private @Nullable Database database;
  private final AtomicInteger closed = new AtomicInteger();
  private final HttpServer server = HttpServer.start("fake", "127.0.0.1", 0, this::answer);
  private final CertificateAuthority authority = CertificateAuthority.create();
  private final HttpServer secure =
      HttpServer.start(
          "fake-tls",
          "127.0.0.1",
          0,
          HttpServer.ANSWERING,
          authority.server(List.of("127.0.0.1", "shop.example.com")),
          this::answer);

  /** Opens connections to a database. */
  interface Database {
    Connection open() throws SQLException;
  }

  FakeStage database(Database opened) {
    database = opened;
    return this;
  }

  /** Answers a route, written {@code METHOD /path}. */
  public FakeStage route(String line, HttpHandler handler) {
    routes.put(line, handler);
    return this;
  }

  public FakeStage json(String line, int status, String body) {
    return route(line, request -> HttpResponse.of(status, "application/json", body));
  }

  /** Answers calls of a service. */
  public <C extends SdkClient> FakeStage aws(Class<C> type, C client) {
    clients.put(type, client);
    return this;
  }

  public void mail(String to, String subject) {
    mail(to, subject, subject);
  }

  void mail(String to, String subject, String text) {
    messages.add(
        new Message(
            Message.Channel.EMAIL, "shop@t2s.example", to, subject, text, "", Instant.now()));
  }

  /** Records a hop of the correlation id that a request carries. */
  public void hop(
      HttpRequest cause,
      Hop.Kind kind,
      String from,
      String to,
      String action,
      @Nullable String error) {
    hop(cause, null, kind, from, to, action, error);
  }

  /**
   * Records a hop that another caused.
   *
   * @return its id
   */
  String hop(
      HttpRequest cause,
      @Nullable String parent,
      Hop.Kind kind,
      String from,
      String to,
      String action,
      @Nullable String error) {
    Trace trace = Trace.parse(cause.header("X-Amzn-Trace-Id").orElse("")).orElseThrow();
    String id = "hop" + ledger.count();
    ledger.accept(
        new Hop(
            id,
            kind,
            parent == null ? trace : trace.childOf(parent),
            from,
            to,
            action,
            "arn:aws:" + to + ":eu-west-1:000000000000:t2s-dev-order-events",
            Instant.now(),
            Duration.ofMillis(3),
            error == null ? 200 : 403,
            error,
            "{\"token\":\"tok_visa\"}",
            null,
            Map.of()));
    return id;
  }

  /** Records a call of the current correlation id that was refused. */
  void refused(Hop.Kind kind, String from, String to, String action, String error) {
    ledger.accept(
        new Hop(
            "hop" + ledger.count(),
            kind,
            Trace.current().orElseThrow(),
            from,
            to,
            action,
            null,
            Instant.now(),
            Duration.ofMillis(1),
            0,
            error,
            null,
            null,
            Map.of()));
  }

  public boolean isClosed() {
    return closed.get() > 0;
  }

  private HttpResponse answer(HttpRequest request) throws IOException {
    HttpHandler handler = routes.get(request.method() + " " + request.path());
    return handler == null
        ? HttpResponse.of(404, new Headers(), "no route".getBytes(StandardCharsets.UTF_8))
        : handler.handle(request);
  }

  @Override
  public String target() {
    return "fake";
  }

  /** Breaks, as where a container dies. */
  public void breaks(String why) {
    broken = why;
  }

  @Override
  public Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  /** Says that an AWS operation shows nothing here. */
  public void lacks(String operation, String why) {
    lacking.put(operation, why);
  }

  @Override
  public Optional<String> unserved(String operation) {
    return Optional.ofNullable(lacking.get(operation));
  }

  @Override
  public URI secureShop() {
    return secure.address();
  }

  @Override
  public CertificateAuthority authority() {
    return authority;
  }

  @Override
  public URI shop() {
    return server.address();
  }

  @Override
  public URI api() {
    return URI.create(server.address() + "/direct");
  }

  @Override
  public URI aws() {
    return URI.create(server.address() + "/aws");
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void pass(Duration time) {
    clock.move(time);
  }

  @Override
  public String region() {
    return "eu-west-1";
  }

  @Override
  public Map<String, String> outputs() {
    return Map.of(
        "user_pool_id",
        "pool",
        "user_pool_client_id",
        "client",
        "site_bucket",
        "site",
        "name",
        "t2s",
        "function_names",
        "{\"sweeper\":\"t2s-sweeper\"}");
  }

  @Override
  public <C extends SdkClient> C client(Class<C> type, String region) {
    SdkClient usual = type.equals(CloudWatchClient.class) ? new NoDashboards() : new FakeUserPool();
    return type.cast(clients.getOrDefault(type, usual));
  }

  @Override
  public Connection database() throws SQLException {
    if (database == null) {
      throw new SQLException("There is no database.");
    }
    return database.open();
  }

  @Override
  public Inbox inbox() {
    return new Inbox() {
      @Override
      public List<Message> messages() {
        return List.copyOf(messages);
      }

      @Override
      public void receiveSms(String from, String to, String text) {
        messages.add(new Message(Message.Channel.SMS, from, to, "", text, "", Instant.now()));
      }

      @Override
      public void clear() {
        messages.clear();
      }
    };
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public FaultPlan faults() {
    return faults;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    server.close();
    secure.close();
  }

  private static final class NoDashboards implements CloudWatchClient {

    @Override
    public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
      return ListDashboardsResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "cloudwatch";
    }

    @Override
    public void close() {}
  }

  /** Signs everybody in with a token that names them. */
  private static final class FakeUserPool implements CognitoIdentityProviderClient {

    @Override
    public AdminCreateUserResponse adminCreateUser(AdminCreateUserRequest request) {
      return AdminCreateUserResponse.builder().build();
    }

    @Override
    public AdminSetUserPasswordResponse adminSetUserPassword(AdminSetUserPasswordRequest request) {
      return AdminSetUserPasswordResponse.builder().build();
    }

    @Override
    public InitiateAuthResponse initiateAuth(InitiateAuthRequest request) {
      String claims = "{\"sub\":\"" + request.authParameters().get("USERNAME") + "\"}";
      String token =
          "eyJhbGciOiJub25lIn0."
              + Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
              + ".c2lnbmF0dXJl";
      return InitiateAuthResponse.builder()
          .authenticationResult(result -> result.idToken(token))
          .build();
    }

    @Override
    public String serviceName() {
      return "cognito-idp";
    }

    @Override
    public void close() {}
  }
}
