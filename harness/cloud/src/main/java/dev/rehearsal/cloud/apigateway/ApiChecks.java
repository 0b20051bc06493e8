package dev.rehearsal.cloud.apigateway;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.ConnectionType;
import software.amazon.awssdk.services.apigatewayv2.model.Cors;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/** What API Gateway demands of HTTP APIs before it keeps them. */
final class ApiChecks {

  private static final Pattern ROUTE_KEY =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (/\\S*)");
  private static final Pattern VARIABLE = Pattern.compile("\\{[A-Za-z0-9._-]+\\+?}");
  private static final Pattern STAGE_NAME = Pattern.compile("\\$default|[A-Za-z0-9_-]{1,128}");

  private ApiChecks() {}

  static void route(Route route) {
    String key = route.routeKey();
    if (key == null) {
      throw ApiErrors.badRequest("Route key is required");
    }
    if (!key.equals("$default")) {
      var matcher = ROUTE_KEY.matcher(key);
      if (!matcher.matches()) {
        throw ApiErrors.badRequest(
            "The provided route key is not formatted properly for HTTP protocol. Format should be"
                + " \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");
      }
      List<String> segments = List.of(matcher.group(2).substring(1).split("/", -1));
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        boolean variable = VARIABLE.matcher(segment).matches();
        if (!variable && (segment.contains("{") || segment.contains("}"))) {
          throw ApiErrors.badRequest("Invalid path segment in route key: " + segment);
        }
        if (variable && segment.endsWith("+}") && i < segments.size() - 1) {
          throw ApiErrors.badRequest("A greedy path variable must be the last segment: " + key);
        }
      }
    }
    AuthorizationType type = route.authorizationType();
    if (type == AuthorizationType.JWT && route.authorizerId() == null) {
      throw ApiErrors.badRequest("Authorizer ID is required for authorization type JWT");
    }
    if (type == AuthorizationType.AWS_IAM || type == AuthorizationType.CUSTOM) {
      throw ApiErrors.notHere("authorization type " + type + " of routes (JWT and NONE it does)");
    }
    if (Boolean.TRUE.equals(route.apiKeyRequired())) {
      throw ApiErrors.badRequest("API keys are not supported for HTTP APIs");
    }
  }

  static void integration(Integration integration) {
    IntegrationType type = integration.integrationType();
    if (type == null) {
      throw ApiErrors.badRequest("Integration type is required");
    }
    if (type != IntegrationType.AWS_PROXY && type != IntegrationType.HTTP_PROXY) {
      throw ApiErrors.badRequest(
          "Invalid integration type " + type + ": an HTTP API takes AWS_PROXY or HTTP_PROXY");
    }
    if (integration.integrationSubtype() != null) {
      throw ApiErrors.notHere("integration subtype " + integration.integrationSubtype());
    }
    if (integration.connectionType() == ConnectionType.VPC_LINK) {
      throw ApiErrors.notHere("connection type VPC_LINK");
    }
    if (integration.hasRequestParameters() || integration.hasResponseParameters()) {
      throw ApiErrors.notHere("parameter mapping of integrations");
    }
    if (integration.integrationUri() == null) {
      throw ApiErrors.badRequest("Integration URI is required");
    }
    String version = integration.payloadFormatVersion();
    if (type == IntegrationType.AWS_PROXY) {
      if (LambdaProxy.function(integration.integrationUri()).isEmpty()) {
        throw ApiErrors.badRequest(
            "Invalid integration URI specified: " + integration.integrationUri());
      }
      if (version != null && !version.equals("1.0") && !version.equals("2.0")) {
        throw ApiErrors.badRequest("PayloadFormatVersion must be 1.0 or 2.0");
      }
    }
    Integer timeout = integration.timeoutInMillis();
    if (timeout != null && (timeout < 50 || timeout > 30_000)) {
      throw ApiErrors.badRequest("Timeout should be between 50 ms and 30000 ms");
    }
  }

  static void authorizer(Authorizer authorizer) {
    if (authorizer.authorizerType() == null || authorizer.name() == null) {
      throw ApiErrors.badRequest("Authorizer type and name are required");
    }
    if (authorizer.authorizerType() == AuthorizerType.REQUEST) {
      throw ApiErrors.notHere("REQUEST authorizers (JWT authorizers it does)");
    }
    if (authorizer.jwtConfiguration() == null
        || authorizer.jwtConfiguration().issuer() == null
        || authorizer.jwtConfiguration().audience().isEmpty()) {
      throw ApiErrors.badRequest("A JWT authorizer needs an issuer and an audience");
    }
    if (authorizer.identitySource().size() != 1) {
      throw ApiErrors.badRequest("A JWT authorizer needs exactly one identity source");
    }
    String source = authorizer.identitySource().get(0);
    if (!source.startsWith("$request.header.") && !source.startsWith("$request.querystring.")) {
      throw ApiErrors.badRequest("Invalid identity source: " + source);
    }
    if (CognitoIssuer.parse(authorizer.jwtConfiguration().issuer()).isEmpty()) {
      throw ApiErrors.notHere(
          "issuers other than https://cognito-idp.{region}.amazonaws.com/{userPoolId}, such as "
              + authorizer.jwtConfiguration().issuer());
    }
  }

  static void stage(Stage stage) {
    String name = stage.stageName();
    if (name == null || !STAGE_NAME.matcher(name).matches()) {
      throw ApiErrors.badRequest(
          "Stage name should only contain a-z, A-Z, 0-9, '-', '_', or be $default");
    }
    if (stage.clientCertificateId() != null) {
      throw ApiErrors.badRequest("Client certificates are not supported for HTTP APIs");
    }
    if (stage.accessLogSettings() != null) {
      String destination = stage.accessLogSettings().destinationArn();
      if (destination == null || !destination.contains(":log-group:")) {
        throw ApiErrors.badRequest(
            "Access log destination must be the ARN of a CloudWatch Logs log group, not "
                + destination);
      }
    }
  }

  static void cors(@Nullable Cors cors) {
    if (cors != null
        && Boolean.TRUE.equals(cors.allowCredentials())
        && cors.allowOrigins().contains("*")) {
      throw ApiErrors.badRequest(
          "When allowCredentials is true, allowOrigins can not be '*': name the origins");
    }
  }
}
