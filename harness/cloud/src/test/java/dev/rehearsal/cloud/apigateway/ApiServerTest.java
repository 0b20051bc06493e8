package dev.rehearsal.cloud.apigateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.ConflictException;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

class ApiServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private final List<InvokeRequest> invoked = new CopyOnWriteArrayList<>();
  private final List<AwsCall> calls = new CopyOnWriteArrayList<>();
  private volatile Function<InvokeRequest, InvokeResponse> function = any -> answer("{}");
  private Cloud cloud;
  private ApiServer server;
  private ApiGatewayV2Client gateway;
  private String apiId;
  private String integrationId;

  @BeforeEach
  void start() {
    LambdaClient lambda =
        new LambdaClient() {
          @Override
          public InvokeResponse invoke(InvokeRequest request) {
            invoked.add(request);
            return function.apply(request);
          }

          @Override
          public String serviceName() {
            return "lambda";
          }

          @Override
          public void close() {}
        };
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .hops(hops::add)
            .filter(
                (call, next) -> {
                  calls.add(call);
                  return next.handle(call);
                })
            .backends(
                (service, account, region, embedded) ->
                    service.id().equals("lambda") ? lambda : embedded)
            .build();
    server = ApiServer.start(cloud, "127.0.0.1", 0);
    gateway =
        cloud.client(ApiGatewayV2Client.class, new Caller.Root("000000000000", null), "us-east-1");
    apiId = gateway.createApi(api -> api.name("shop").protocolType(ProtocolType.HTTP)).apiId();
    integrationId =
        gateway
            .createIntegration(
                integration ->
                    integration
                        .apiId(apiId)
                        .integrationType(IntegrationType.AWS_PROXY)
                        .integrationUri(
                            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                + "arn:aws:lambda:us-east-1:000000000000:function:catalog/invocations")
                        .payloadFormatVersion("2.0"))
            .integrationId();
    gateway.createStage(stage -> stage.apiId(apiId).stageName("api").autoDeploy(true));
  }

  @AfterEach
  void stop() {
    server.close();
    cloud.close();
  }

  @Test
  void eventHasTheShapeOfPayload2() throws Exception {
    route("GET /products/{sku}");
    function =
        any ->
            answer(
                "{\"statusCode\":201,\"headers\":{\"X-Shop\":\"t2s\"},\"cookies\":[\"a=1\",\"b=2\"],"
                    + "\"body\":\"aGVsbG8=\",\"isBase64Encoded\":true}");
    java.net.http.HttpResponse<String> response =
        send(
            request("/api/products/mug%201?size=s&size=m&x=a%20b")
                .header("Cookie", "one=1; two=2")
                .header("X-Amzn-Trace-Id", "Root=1-abc-def"));
    assertEquals(201, response.statusCode());
    assertEquals("hello", response.body());
    assertEquals("t2s", response.headers().firstValue("x-shop").orElseThrow());
    assertEquals(List.of("a=1", "b=2"), response.headers().allValues("set-cookie"));
    assertTrue(response.headers().firstValue("apigw-requestid").isPresent());
    JsonNode event = event();
    assertEquals("2.0", event.get("version").asText());
    assertEquals("GET /products/{sku}", event.get("routeKey").asText());
    assertEquals("/api/products/mug 1", event.get("rawPath").asText());
    assertEquals("size=s&size=m&x=a%20b", event.get("rawQueryString").asText());
    assertEquals("s,m", event.at("/queryStringParameters/size").asText());
    assertEquals("a b", event.at("/queryStringParameters/x").asText());
    assertEquals("mug 1", event.at("/pathParameters/sku").asText());
    assertEquals("two=2", event.at("/cookies/1").asText());
    assertEquals("api", event.at("/requestContext/stage").asText());
    assertEquals("GET", event.at("/requestContext/http/method").asText());
    assertTrue(event.at("/headers/x-amzn-trace-id").asText().startsWith("Root=1-abc-def;Parent="));
    assertFalse(event.has("body"));
    assertFalse(event.get("isBase64Encoded").asBoolean());
    AwsCall call =
        calls.stream()
            .filter(one -> one.operation().name().equals("Invoke"))
            .findFirst()
            .orElseThrow();
    Caller.Service caller = (Caller.Service) call.caller();
    assertEquals(
        "arn:aws:execute-api:us-east-1:000000000000:" + apiId + "/api/GET/products/{sku}",
        caller.sourceArn());
    Hop hop = hops.get(0);
    assertEquals("1-abc-def", hop.trace().root());
    assertEquals(hop.id(), call.trace().parent());
    assertEquals("GET /api/products/mug%201", hop.action());
  }

  @Test
  void answersWithoutStatusCodeAreJson() throws Exception {
    route("GET /products");
    function = any -> answer("{\"items\":[]}");
    var response = send(request("/api/products"));
    assertEquals(200, response.statusCode());
    assertEquals("{\"items\":[]}", response.body());
    assertEquals("application/json", response.headers().firstValue("content-type").orElseThrow());
    function = any -> answer("\"plain\"");
    assertEquals("plain", send(request("/api/products")).body());
  }

  @Test
  void functionErrorsAreInternalServerErrors() throws Exception {
    route("GET /products");
    function = any -> InvokeResponse.builder().statusCode(200).functionError("Unhandled").build();
    var response = send(request("/api/products"));
    assertEquals(500, response.statusCode());
    assertEquals("{\"message\":\"Internal Server Error\"}", response.body());
    function = any -> answer("{\"statusCode\":\"many\"}");
    assertEquals(500, send(request("/api/products")).statusCode());
    function =
        any -> {
          throw AwsError.of("AccessDeniedException", 403, "not allowed");
        };
    assertEquals(500, send(request("/api/products")).statusCode());
  }

  @Test
  void functionsThatAreLateMakeTheServiceUnavailable() throws Exception {
    route("GET /products");
    gateway.updateIntegration(
        update -> update.apiId(apiId).integrationId(integrationId).timeoutInMillis(50));
    CountDownLatch done = new CountDownLatch(1);
    function =
        any -> {
          try {
            done.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          return answer("{}");
        };
    var response = send(request("/api/products"));
    done.countDown();
    assertEquals(503, response.statusCode());
    assertEquals("{\"message\":\"Service Unavailable\"}", response.body());
  }

  @Test
  void exactRoutesGoBeforeVariablesBeforeGreedyOnesBeforeDefault() throws Exception {
    for (String key :
        List.of(
            "$default", "ANY /{proxy+}", "GET /a/{x}", "GET /a/b", "ANY /a/b", "POST /a/{x+}")) {
      route(key);
    }
    assertEquals("GET /a/b", routeOf("GET", "/api/a/b"));
    assertEquals("ANY /a/b", routeOf("PUT", "/api/a/b"));
    assertEquals("GET /a/{x}", routeOf("GET", "/api/a/c"));
    assertEquals("POST /a/{x+}", routeOf("POST", "/api/a/c/d"));
    assertEquals("ANY /{proxy+}", routeOf("GET", "/api/a/c/d"));
    assertEquals("$default", routeOf("GET", "/api/"));
  }

  @Test
  void unknownPathsAreNotFound() throws Exception {
    route("GET /products");
    assertEquals("{\"message\":\"Not Found\"}", send(request("/api/nothing")).body());
    assertEquals(404, send(request("/products")).statusCode());
  }

  @Test
  void stagesWithoutAutoDeployServeTheirDeployment() throws Exception {
    route("GET /products");
    gateway.createStage(stage -> stage.apiId(apiId).stageName("$default"));
    assertEquals(404, send(request("/products")).statusCode());
    gateway.createDeployment(deployment -> deployment.apiId(apiId).stageName("$default"));
    assertEquals(200, send(request("/products")).statusCode());
    route("GET /later");
    assertEquals(404, send(request("/later")).statusCode());
    assertEquals(200, send(request("/api/later")).statusCode());
  }

  @Test
  void corsAnswersPreflightAndReplacesHeaders() throws Exception {
    route("GET /products");
    gateway.updateApi(
        update ->
            update
                .apiId(apiId)
                .corsConfiguration(
                    cors ->
                        cors.allowOrigins("https://shop.example")
                            .allowMethods("GET", "POST")
                            .allowHeaders("content-type")
                            .maxAge(60)));
    var preflight =
        send(
            request("/api/products")
                .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "GET"));
    assertEquals(204, preflight.statusCode());
    assertEquals(
        "GET,POST", preflight.headers().firstValue("access-control-allow-methods").orElseThrow());
    function =
        any ->
            answer("{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"evil\"}}");
    var plain = send(request("/api/products").header("Origin", "https://shop.example"));
    assertEquals(
        List.of("https://shop.example"), plain.headers().allValues("access-control-allow-origin"));
    var other = send(request("/api/products").header("Origin", "https://other.example"));
    assertTrue(other.headers().allValues("access-control-allow-origin").isEmpty());
  }

  @Test
  void throttlingAnswersTooManyRequests() throws Exception {
    route("GET /products");
    gateway.updateStage(
        stage ->
            stage
                .apiId(apiId)
                .stageName("api")
                .defaultRouteSettings(
                    settings -> settings.throttlingBurstLimit(2).throttlingRateLimit(0.001)));
    assertEquals(200, send(request("/api/products")).statusCode());
    assertEquals(200, send(request("/api/products")).statusCode());
    var third = send(request("/api/products"));
    assertEquals(429, third.statusCode());
    assertEquals("{\"message\":\"Too Many Requests\"}", third.body());
  }

  @Test
  void jwtAuthorizerLetsOnlyTheClientsUsersIn() throws Exception {
    CognitoIdentityProviderClient cognito =
        cloud.client(
            CognitoIdentityProviderClient.class,
            new Caller.Root("000000000000", null),
            "us-east-1");
    String pool = cognito.createUserPool(create -> create.poolName("customers")).userPool().id();
    String client = client(cognito, pool);
    String stranger = client(cognito, pool);
    cognito.adminCreateUser(
        user -> user.userPoolId(pool).username("ann").messageAction(MessageActionType.SUPPRESS));
    cognito.adminSetUserPassword(
        user -> user.userPoolId(pool).username("ann").password("Secret-123").permanent(true));
    String authorizer =
        gateway
            .createAuthorizer(
                create ->
                    create
                        .apiId(apiId)
                        .name("customer")
                        .authorizerType(AuthorizerType.JWT)
                        .identitySource("$request.header.Authorization")
                        .jwtConfiguration(
                            jwt ->
                                jwt.issuer("https://cognito-idp.us-east-1.amazonaws.com/" + pool)
                                    .audience(client)))
            .authorizerId();
    for (String key : List.of("GET /cart", "GET /admin")) {
      gateway.createRoute(
          route ->
              route
                  .apiId(apiId)
                  .routeKey(key)
                  .target("integrations/" + integrationId)
                  .authorizationType(AuthorizationType.JWT)
                  .authorizationScopes(key.endsWith("admin") ? List.of("shop/admin") : List.of())
                  .authorizerId(authorizer));
    }
    var missing = send(request("/api/cart"));
    assertEquals(401, missing.statusCode());
    assertEquals("{\"message\":\"Unauthorized\"}", missing.body());
    assertEquals("Bearer", missing.headers().firstValue("www-authenticate").orElseThrow());
    String token = signIn(cognito, client).idToken();
    assertEquals(
        200, send(request("/api/cart").header("Authorization", "Bearer " + token)).statusCode());
    assertEquals(
        "ann", event().at("/requestContext/authorizer/jwt/claims/cognito:username").asText());
    assertTrue(event().at("/requestContext/authorizer/jwt/scopes").isNull());
    assertEquals(
        200,
        send(request("/api/cart")
                .header("Authorization", "Bearer " + signIn(cognito, client).accessToken()))
            .statusCode());
    assertEquals(
        403, send(request("/api/admin").header("Authorization", "Bearer " + token)).statusCode());
    String forged = token.substring(0, token.length() - 10) + "AAAAAAAAAA";
    assertEquals(
        401, send(request("/api/cart").header("Authorization", "Bearer " + forged)).statusCode());
    String foreign = signIn(cognito, stranger).idToken();
    var wrong = send(request("/api/cart").header("Authorization", "Bearer " + foreign));
    assertEquals(401, wrong.statusCode());
    assertTrue(
        wrong.headers().firstValue("www-authenticate").orElseThrow().contains("invalid_token"));
    for (Route route : gateway.getRoutes(get -> get.apiId(apiId)).items()) {
      if (route.authorizerId() != null) {
        gateway.updateRoute(
            open ->
                open.apiId(apiId)
                    .routeId(route.routeId())
                    .authorizationType(AuthorizationType.NONE));
      }
    }
    gateway.deleteAuthorizer(delete -> delete.apiId(apiId).authorizerId(authorizer));
    assertEquals(200, send(request("/api/cart")).statusCode());
  }

  @Test
  void bodiesTravelAsTextOrBase64() throws Exception {
    route("POST /orders");
    send(
        request("/api/orders")
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"a\":1}")));
    assertEquals("{\"a\":1}", event().get("body").asText());
    send(
        request("/api/orders")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("a=1")));
    assertTrue(event().get("isBase64Encoded").asBoolean());
    assertEquals("YT0x", event().get("body").asText());
  }

  @Test
  void bodiesOverTenMegabytesAreTooLarge() throws Exception {
    route("POST /orders");
    var response =
        send(
            request("/api/orders")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofByteArray(
                        new byte[10 * 1024 * 1024 + 1])));
    assertEquals(413, response.statusCode());
    assertTrue(invoked.isEmpty());
  }

  @Test
  void accessLogsFollowTheFormat() {
    assertEquals(
        "{\"id\":\"7\",\"route\":\"GET /a\",\"none\":\"-\"}",
        AccessLog.format(
            "{\"id\":\"$context.requestId\",\"route\":\"$context.routeKey\","
                + "\"none\":\"$context.error.message\"}",
            Map.of("requestId", "7", "routeKey", "GET /a")));
  }

  @Test
  void integrationsInUseAreNotDeleted() {
    route("GET /products");
    ConflictException conflict =
        assertThrows(
            ConflictException.class,
            () ->
                gateway.deleteIntegration(
                    delete -> delete.apiId(apiId).integrationId(integrationId)));
    assertTrue(
        conflict.awsErrorDetails().errorMessage().contains("referenced by Route"),
        conflict.awsErrorDetails().errorMessage());
    assertThrows(ConflictException.class, () -> route("GET /products"));
    assertThrows(BadRequestException.class, () -> route("FETCH /products"));
    assertThrows(NotFoundException.class, () -> gateway.getApi(get -> get.apiId("nothing")));
  }

  @Test
  void updatesKeepWhatTheyLeaveOut() {
    gateway.updateApi(update -> update.apiId(apiId).description("the shop's"));
    var api = gateway.getApi(get -> get.apiId(apiId));
    assertEquals("shop", api.name());
    assertEquals("the shop's", api.description());
    assertEquals("https://" + apiId + ".execute-api.us-east-1.amazonaws.com", api.apiEndpoint());
    assertNull(api.corsConfiguration());
    gateway.tagResource(
        tag ->
            tag.resourceArn("arn:aws:apigateway:us-east-1::/apis/" + apiId)
                .tags(Map.of("env", "dev")));
    assertEquals(Map.of("env", "dev"), gateway.getApi(get -> get.apiId(apiId)).tags());
  }

  private void route(String key) {
    gateway.createRoute(
        route -> route.apiId(apiId).routeKey(key).target("integrations/" + integrationId));
  }

  private String routeOf(String method, String path) throws Exception {
    assertEquals(
        200,
        send(request(path).method(method, java.net.http.HttpRequest.BodyPublishers.noBody()))
            .statusCode());
    return event().get("routeKey").asText();
  }

  private JsonNode event() throws IOException {
    return JSON.readTree(invoked.get(invoked.size() - 1).payload().asUtf8String());
  }

  private java.net.http.HttpRequest.Builder request(String path) {
    return java.net.http.HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private static java.net.http.HttpResponse<String> send(java.net.http.HttpRequest.Builder request)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
  }

  private static InvokeResponse answer(String payload) {
    return InvokeResponse.builder()
        .statusCode(200)
        .payload(SdkBytes.fromUtf8String(payload))
        .build();
  }

  private static String client(CognitoIdentityProviderClient cognito, String pool) {
    return cognito
        .createUserPoolClient(
            create ->
                create
                    .userPoolId(pool)
                    .clientName("shop")
                    .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH))
        .userPoolClient()
        .clientId();
  }

  private static AuthenticationResultType signIn(
      CognitoIdentityProviderClient cognito, String client) {
    return cognito
        .initiateAuth(
            auth ->
                auth.clientId(client)
                    .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                    .authParameters(Map.of("USERNAME", "ann", "PASSWORD", "Secret-123")))
        .authenticationResult();
  }
}
