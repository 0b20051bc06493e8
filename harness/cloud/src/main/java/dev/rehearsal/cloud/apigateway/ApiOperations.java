package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.call.Shapes;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.ConnectionType;
import software.amazon.awssdk.services.apigatewayv2.model.Cors;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteCorsConfigurationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteCorsConfigurationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetRoutesRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetRoutesResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.IpAddressType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteResponse;

/** The control plane of APIs, their routes and integrations. */
abstract class ApiOperations implements ApiGatewayV2Client {

  final Surroundings aws;
  final Map<String, HttpApi> apis = new ConcurrentHashMap<>();

  ApiOperations(Surroundings aws) {
    this.aws = aws;
  }

  Surroundings surroundings() {
    return aws;
  }

  Optional<HttpApi> find(String apiId) {
    return Optional.ofNullable(apis.get(apiId));
  }

  /** The only API there is; empty where there are none or several. */
  Optional<HttpApi> only() {
    List<HttpApi> all = List.copyOf(apis.values());
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  @Override
  public CreateApiResponse createApi(CreateApiRequest request) {
    if (request.name() == null || request.protocolType() == null) {
      throw ApiErrors.badRequest("Name and protocolType are required");
    }
    if (request.protocolType() != ProtocolType.HTTP) {
      throw ApiErrors.notHere("protocol type " + request.protocolTypeAsString());
    }
    if (request.target() != null || request.routeKey() != null) {
      throw ApiErrors.notHere("quick create (target, routeKey): create route and integration");
    }
    ApiChecks.cors(request.corsConfiguration());
    String id = aws.ids().lower(10);
    Api api =
        Shapes.copy(
                request,
                Api.builder()
                    .apiId(id)
                    .apiEndpoint("https://" + domain(id))
                    .apiGatewayManaged(false)
                    .apiKeySelectionExpression("$request.header.x-api-key")
                    .routeSelectionExpression("$request.method $request.path")
                    .disableExecuteApiEndpoint(false)
                    .ipAddressType(IpAddressType.IPV4)
                    .createdDate(aws.clock().instant())
                    .tags(Map.of()))
            .build();
    apis.put(id, new HttpApi(api));
    return Shapes.copy(api, CreateApiResponse.builder()).build();
  }

  @Override
  public GetApiResponse getApi(GetApiRequest request) {
    return Shapes.copy(api(request.apiId()).api(), GetApiResponse.builder()).build();
  }

  @Override
  public GetApisResponse getApis(GetApisRequest request) {
    List<Api> all =
        apis.values().stream().map(HttpApi::api).sorted(Comparator.comparing(Api::apiId)).toList();
    Page<Api> page = page(all, request.nextToken(), request.maxResults());
    return GetApisResponse.builder().items(page.items()).nextToken(page.next()).build();
  }

  @Override
  public UpdateApiResponse updateApi(UpdateApiRequest request) {
    ApiChecks.cors(request.corsConfiguration());
    Api updated = api(request.apiId()).update(api -> Shapes.copy(request, api.toBuilder()).build());
    return Shapes.copy(updated, UpdateApiResponse.builder()).build();
  }

  @Override
  public DeleteCorsConfigurationResponse deleteCorsConfiguration(
      DeleteCorsConfigurationRequest request) {
    api(request.apiId()).update(api -> api.toBuilder().corsConfiguration((Cors) null).build());
    return DeleteCorsConfigurationResponse.builder().build();
  }

  @Override
  public DeleteApiResponse deleteApi(DeleteApiRequest request) {
    api(request.apiId());
    apis.remove(request.apiId());
    return DeleteApiResponse.builder().build();
  }

  @Override
  public CreateRouteResponse createRoute(CreateRouteRequest request) {
    HttpApi api = api(request.apiId());
    Route route =
        Shapes.copy(
                request,
                Route.builder()
                    .routeId(aws.ids().lower(7))
                    .apiGatewayManaged(false)
                    .apiKeyRequired(false)
                    .authorizationType(AuthorizationType.NONE))
            .build();
    ApiChecks.route(route);
    api.put(route);
    changed(api);
    return Shapes.copy(route, CreateRouteResponse.builder()).build();
  }

  @Override
  public GetRouteResponse getRoute(GetRouteRequest request) {
    Route route = api(request.apiId()).route(request.routeId());
    return Shapes.copy(route, GetRouteResponse.builder()).build();
  }

  @Override
  public GetRoutesResponse getRoutes(GetRoutesRequest request) {
    Page<Route> page =
        page(api(request.apiId()).routes(), request.nextToken(), request.maxResults());
    return GetRoutesResponse.builder().items(page.items()).nextToken(page.next()).build();
  }

  @Override
  public UpdateRouteResponse updateRoute(UpdateRouteRequest request) {
    HttpApi api = api(request.apiId());
    Route.Builder changed = Shapes.copy(request, api.route(request.routeId()).toBuilder());
    if (request.authorizationType() == AuthorizationType.NONE) {
      // Who opens a route names no authorizer: it must not stay in use.
      changed.authorizerId(null).authorizationScopes((Collection<String>) null);
    }
    Route route = changed.build();
    ApiChecks.route(route);
    api.put(route);
    changed(api);
    return Shapes.copy(route, UpdateRouteResponse.builder()).build();
  }

  @Override
  public DeleteRouteResponse deleteRoute(DeleteRouteRequest request) {
    HttpApi api = api(request.apiId());
    api.removeRoute(request.routeId());
    changed(api);
    return DeleteRouteResponse.builder().build();
  }

  @Override
  public CreateIntegrationResponse createIntegration(CreateIntegrationRequest request) {
    HttpApi api = api(request.apiId());
    Integration integration =
        Shapes.copy(
                request,
                Integration.builder()
                    .integrationId(aws.ids().lower(7))
                    .apiGatewayManaged(false)
                    .connectionType(ConnectionType.INTERNET)
                    .payloadFormatVersion("1.0")
                    .timeoutInMillis(30_000))
            .build();
    if (integration.integrationType() == IntegrationType.AWS_PROXY
        && integration.integrationMethod() == null) {
      integration = integration.toBuilder().integrationMethod("POST").build();
    }
    ApiChecks.integration(integration);
    api.put(integration);
    changed(api);
    return Shapes.copy(integration, CreateIntegrationResponse.builder()).build();
  }

  @Override
  public GetIntegrationResponse getIntegration(GetIntegrationRequest request) {
    Integration integration = api(request.apiId()).integration(request.integrationId());
    return Shapes.copy(integration, GetIntegrationResponse.builder()).build();
  }

  @Override
  public GetIntegrationsResponse getIntegrations(GetIntegrationsRequest request) {
    Page<Integration> page =
        page(api(request.apiId()).integrations(), request.nextToken(), request.maxResults());
    return GetIntegrationsResponse.builder().items(page.items()).nextToken(page.next()).build();
  }

  @Override
  public UpdateIntegrationResponse updateIntegration(UpdateIntegrationRequest request) {
    HttpApi api = api(request.apiId());
    Integration integration =
        Shapes.copy(request, api.integration(request.integrationId()).toBuilder()).build();
    ApiChecks.integration(integration);
    api.put(integration);
    changed(api);
    return Shapes.copy(integration, UpdateIntegrationResponse.builder()).build();
  }

  @Override
  public DeleteIntegrationResponse deleteIntegration(DeleteIntegrationRequest request) {
    HttpApi api = api(request.apiId());
    api.removeIntegration(request.integrationId());
    changed(api);
    return DeleteIntegrationResponse.builder().build();
  }

  /** The host name that AWS gives an API. */
  String domain(String apiId) {
    return apiId + ".execute-api." + aws.region() + ".amazonaws.com";
  }

  HttpApi api(@Nullable String id) {
    HttpApi api = id == null ? null : apis.get(id);
    if (api == null) {
      throw ApiErrors.notFound("API", aws.account() + ":" + id);
    }
    return api;
  }

  void changed(HttpApi api) {
    api.autoDeploy(aws.ids().lower(6), aws.clock().instant());
  }

  static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable String size) {
    try {
      return Page.of(all, token, size == null ? 100 : Integer.parseInt(size));
    } catch (NumberFormatException wrong) {
      throw ApiErrors.badRequest("Invalid pagination token or page size");
    }
  }
}
