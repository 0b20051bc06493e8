package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.call.Shapes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AccessLogSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.ConnectionType;
import software.amazon.awssdk.services.apigatewayv2.model.Cors;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAccessLogSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAccessLogSettingsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteCorsConfigurationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteCorsConfigurationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteDeploymentResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteSettingsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Deployment;
import software.amazon.awssdk.services.apigatewayv2.model.DeploymentStatus;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizersRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizersResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetRoutesRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetRoutesResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetStagesRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetStagesResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetTagsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetTagsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.IpAddressType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;
import software.amazon.awssdk.services.apigatewayv2.model.TagResourceRequest;
import software.amazon.awssdk.services.apigatewayv2.model.TagResourceResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UntagResourceRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UntagResourceResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageResponse;

/** Amazon API Gateway, HTTP APIs: the control plane. {@link ApiServer} serves what it keeps. */
public final class ApiGateway implements ApiGatewayV2Client {

  private final Surroundings aws;
  private final Map<String, HttpApi> apis = new ConcurrentHashMap<>();

  public ApiGateway(Surroundings aws) {
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
    Route route = Shapes.copy(request, api.route(request.routeId()).toBuilder()).build();
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

  @Override
  public CreateAuthorizerResponse createAuthorizer(CreateAuthorizerRequest request) {
    HttpApi api = api(request.apiId());
    Authorizer authorizer =
        Shapes.copy(request, Authorizer.builder().authorizerId(aws.ids().lower(6))).build();
    ApiChecks.authorizer(authorizer);
    api.put(authorizer);
    changed(api);
    return Shapes.copy(authorizer, CreateAuthorizerResponse.builder()).build();
  }

  @Override
  public GetAuthorizerResponse getAuthorizer(GetAuthorizerRequest request) {
    Authorizer authorizer = api(request.apiId()).authorizer(request.authorizerId());
    return Shapes.copy(authorizer, GetAuthorizerResponse.builder()).build();
  }

  @Override
  public GetAuthorizersResponse getAuthorizers(GetAuthorizersRequest request) {
    Page<Authorizer> page =
        page(api(request.apiId()).authorizers(), request.nextToken(), request.maxResults());
    return GetAuthorizersResponse.builder().items(page.items()).nextToken(page.next()).build();
  }

  @Override
  public UpdateAuthorizerResponse updateAuthorizer(UpdateAuthorizerRequest request) {
    HttpApi api = api(request.apiId());
    Authorizer authorizer =
        Shapes.copy(request, api.authorizer(request.authorizerId()).toBuilder()).build();
    ApiChecks.authorizer(authorizer);
    api.put(authorizer);
    changed(api);
    return Shapes.copy(authorizer, UpdateAuthorizerResponse.builder()).build();
  }

  @Override
  public DeleteAuthorizerResponse deleteAuthorizer(DeleteAuthorizerRequest request) {
    HttpApi api = api(request.apiId());
    api.removeAuthorizer(request.authorizerId());
    changed(api);
    return DeleteAuthorizerResponse.builder().build();
  }

  @Override
  public CreateStageResponse createStage(CreateStageRequest request) {
    HttpApi api = api(request.apiId());
    if (request.stageName() != null && api.findStage(request.stageName()).isPresent()) {
      throw ApiErrors.conflict("Stage already exists");
    }
    Stage stage =
        Shapes.copy(
                request,
                Stage.builder()
                    .apiGatewayManaged(false)
                    .autoDeploy(false)
                    .createdDate(aws.clock().instant())
                    .lastUpdatedDate(aws.clock().instant())
                    .defaultRouteSettings(settings -> settings.detailedMetricsEnabled(false))
                    .routeSettings(Map.of())
                    .stageVariables(Map.of())
                    .tags(Map.of()))
            .build();
    ApiChecks.stage(stage);
    api.put(stage);
    changed(api);
    return Shapes.copy(api.stage(stage.stageName()), CreateStageResponse.builder()).build();
  }

  @Override
  public GetStageResponse getStage(GetStageRequest request) {
    Stage stage = api(request.apiId()).stage(request.stageName());
    return Shapes.copy(stage, GetStageResponse.builder()).build();
  }

  @Override
  public GetStagesResponse getStages(GetStagesRequest request) {
    Page<Stage> page =
        page(api(request.apiId()).stages(), request.nextToken(), request.maxResults());
    return GetStagesResponse.builder().items(page.items()).nextToken(page.next()).build();
  }

  @Override
  public UpdateStageResponse updateStage(UpdateStageRequest request) {
    HttpApi api = api(request.apiId());
    Stage stage =
        Shapes.copy(request, api.stage(request.stageName()).toBuilder())
            .lastUpdatedDate(aws.clock().instant())
            .build();
    ApiChecks.stage(stage);
    api.put(stage);
    return Shapes.copy(stage, UpdateStageResponse.builder()).build();
  }

  @Override
  public DeleteAccessLogSettingsResponse deleteAccessLogSettings(
      DeleteAccessLogSettingsRequest request) {
    HttpApi api = api(request.apiId());
    api.put(
        api.stage(request.stageName()).toBuilder()
            .accessLogSettings((AccessLogSettings) null)
            .build());
    return DeleteAccessLogSettingsResponse.builder().build();
  }

  @Override
  public DeleteRouteSettingsResponse deleteRouteSettings(DeleteRouteSettingsRequest request) {
    HttpApi api = api(request.apiId());
    Stage stage = api.stage(request.stageName());
    Map<String, RouteSettings> settings = new HashMap<>(stage.routeSettings());
    if (settings.remove(request.routeKey()) == null) {
      throw ApiErrors.notFound("route key", request.routeKey());
    }
    api.put(stage.toBuilder().routeSettings(settings).build());
    return DeleteRouteSettingsResponse.builder().build();
  }

  @Override
  public DeleteStageResponse deleteStage(DeleteStageRequest request) {
    api(request.apiId()).removeStage(request.stageName());
    return DeleteStageResponse.builder().build();
  }

  @Override
  public CreateDeploymentResponse createDeployment(CreateDeploymentRequest request) {
    HttpApi api = api(request.apiId());
    Stage stage = request.stageName() == null ? null : api.stage(request.stageName());
    Deployment deployment =
        Deployment.builder()
            .deploymentId(aws.ids().lower(6))
            .autoDeployed(false)
            .createdDate(aws.clock().instant())
            .description(request.description())
            .deploymentStatus(DeploymentStatus.DEPLOYED)
            .build();
    api.put(deployment);
    if (stage != null) {
      api.put(stage.toBuilder().deploymentId(deployment.deploymentId()).build());
    }
    return Shapes.copy(deployment, CreateDeploymentResponse.builder()).build();
  }

  @Override
  public GetDeploymentResponse getDeployment(GetDeploymentRequest request) {
    Deployment deployment = api(request.apiId()).deployment(request.deploymentId());
    return Shapes.copy(deployment, GetDeploymentResponse.builder()).build();
  }

  @Override
  public GetDeploymentsResponse getDeployments(GetDeploymentsRequest request) {
    Page<Deployment> page =
        page(api(request.apiId()).deployments(), request.nextToken(), request.maxResults());
    return GetDeploymentsResponse.builder().items(page.items()).nextToken(page.next()).build();
  }

  @Override
  public DeleteDeploymentResponse deleteDeployment(DeleteDeploymentRequest request) {
    api(request.apiId()).removeDeployment(request.deploymentId());
    return DeleteDeploymentResponse.builder().build();
  }

  @Override
  public GetTagsResponse getTags(GetTagsRequest request) {
    return GetTagsResponse.builder().tags(Tagged.of(this, request.resourceArn()).tags()).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    Tagged tagged = Tagged.of(this, request.resourceArn());
    Map<String, String> tags = new TreeMap<>(tagged.tags());
    tags.putAll(request.tags());
    tagged.set(tags);
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    Tagged tagged = Tagged.of(this, request.resourceArn());
    Map<String, String> tags = new TreeMap<>(tagged.tags());
    request.tagKeys().forEach(tags::remove);
    tagged.set(tags);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "apigateway";
  }

  @Override
  public void close() {
    apis.clear();
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

  private void changed(HttpApi api) {
    api.autoDeploy(aws.ids().lower(6), aws.clock().instant());
  }

  private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable String size) {
    try {
      return Page.of(all, token, size == null ? 100 : Integer.parseInt(size));
    } catch (NumberFormatException wrong) {
      throw ApiErrors.badRequest("Invalid pagination token or page size");
    }
  }
}
