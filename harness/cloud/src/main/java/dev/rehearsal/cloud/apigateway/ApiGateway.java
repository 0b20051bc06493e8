package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.call.Shapes;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigatewayv2.model.AccessLogSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAccessLogSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAccessLogSettingsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteDeploymentResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteSettingsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Deployment;
import software.amazon.awssdk.services.apigatewayv2.model.DeploymentStatus;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizersRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetAuthorizersResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetStagesRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetStagesResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetTagsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetTagsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;
import software.amazon.awssdk.services.apigatewayv2.model.TagResourceRequest;
import software.amazon.awssdk.services.apigatewayv2.model.TagResourceResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UntagResourceRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UntagResourceResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageResponse;

/** Amazon API Gateway, HTTP APIs: the control plane. {@link ApiServer} serves what it keeps. */
public final class ApiGateway extends ApiOperations {

  public ApiGateway(Surroundings aws) {
    super(aws);
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
}
