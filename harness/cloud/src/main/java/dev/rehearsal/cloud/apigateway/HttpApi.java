package dev.rehearsal.cloud.apigateway;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.Deployment;
import software.amazon.awssdk.services.apigatewayv2.model.DeploymentStatus;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/** One HTTP API with all that belongs to it. Guarded by its own monitor. */
final class HttpApi {

  private record Deployed(Deployment deployment, ApiConfig config) {}

  private Api api;
  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final Map<String, Integration> integrations = new LinkedHashMap<>();
  private final Map<String, Authorizer> authorizers = new LinkedHashMap<>();
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Map<String, Deployed> deployments = new LinkedHashMap<>();
  private @Nullable ApiConfig live;

  HttpApi(Api api) {
    this.api = api;
  }

  synchronized Api api() {
    return api;
  }

  synchronized Api update(UnaryOperator<Api> change) {
    api = change.apply(api);
    return api;
  }

  synchronized List<Route> routes() {
    return List.copyOf(routes.values());
  }

  synchronized List<Integration> integrations() {
    return List.copyOf(integrations.values());
  }

  synchronized List<Authorizer> authorizers() {
    return List.copyOf(authorizers.values());
  }

  synchronized List<Stage> stages() {
    return List.copyOf(stages.values());
  }

  synchronized List<Deployment> deployments() {
    return deployments.values().stream().map(Deployed::deployment).toList();
  }

  synchronized Route route(String id) {
    return known("Route", id, routes.get(id));
  }

  synchronized Integration integration(String id) {
    return known("Integration", id, integrations.get(id));
  }

  synchronized Authorizer authorizer(String id) {
    return known("Authorizer", id, authorizers.get(id));
  }

  synchronized Stage stage(String name) {
    return known("stage", name, stages.get(name));
  }

  synchronized Optional<Stage> findStage(String name) {
    return Optional.ofNullable(stages.get(name));
  }

  synchronized Deployment deployment(String id) {
    return known("Deployment", id, deployments.get(id)).deployment();
  }

  synchronized void put(Route route) {
    for (Route other : routes.values()) {
      if (other.routeKey().equals(route.routeKey()) && !other.routeId().equals(route.routeId())) {
        throw ApiErrors.conflict(
            "Route with key " + route.routeKey() + " already exists for this API");
      }
    }
    String target = route.target();
    if (target != null) {
      if (!target.startsWith("integrations/")) {
        throw ApiErrors.badRequest(
            "Invalid target " + target + " specified: must be integrations/{integrationId}");
      }
      integration(target.substring("integrations/".length()));
    }
    if (route.authorizerId() != null) {
      authorizer(route.authorizerId());
    }
    routes.put(route.routeId(), route);
    live = null;
  }

  synchronized void put(Integration integration) {
    integrations.put(integration.integrationId(), integration);
    live = null;
  }

  synchronized void put(Authorizer authorizer) {
    authorizers.put(authorizer.authorizerId(), authorizer);
    live = null;
  }

  synchronized void put(Stage stage) {
    if (stage.deploymentId() != null) {
      deployment(stage.deploymentId());
    }
    stages.put(stage.stageName(), stage);
  }

  /** Keeps the API's present state under a deployment. */
  synchronized void put(Deployment deployment) {
    deployments.put(deployment.deploymentId(), new Deployed(deployment, live()));
  }

  synchronized void removeRoute(String id) {
    route(id);
    routes.remove(id);
    live = null;
  }

  synchronized void removeIntegration(String id) {
    integration(id);
    for (Route route : routes.values()) {
      if (("integrations/" + id).equals(route.target())) {
        throw ApiErrors.conflict(
            "Cannot delete Integration '"
                + id
                + "' since it is referenced by Route '"
                + route.routeId()
                + "'.");
      }
    }
    integrations.remove(id);
    live = null;
  }

  synchronized void removeAuthorizer(String id) {
    authorizer(id);
    for (Route route : routes.values()) {
      if (id.equals(route.authorizerId())) {
        throw ApiErrors.conflict(
            "Cannot delete authorizer '"
                + id
                + "', it is used by the route '"
                + route.routeKey()
                + "'.");
      }
    }
    authorizers.remove(id);
    live = null;
  }

  synchronized void removeStage(String name) {
    stage(name);
    stages.remove(name);
  }

  synchronized void removeDeployment(String id) {
    deployment(id);
    if (stages.values().stream().anyMatch(stage -> id.equals(stage.deploymentId()))) {
      throw ApiErrors.badRequest(
          "Active stages pointing to this deployment must be moved or deleted");
    }
    deployments.remove(id);
  }

  /** Points every stage that deploys by itself at a new deployment. */
  synchronized void autoDeploy(String deploymentId, Instant now) {
    boolean any = false;
    for (Stage stage : List.copyOf(stages.values())) {
      if (Boolean.TRUE.equals(stage.autoDeploy())) {
        any = true;
        stages.put(
            stage.stageName(),
            stage.toBuilder()
                .deploymentId(deploymentId)
                .lastUpdatedDate(now)
                .lastDeploymentStatusMessage(
                    "Successfully deployed stage with deployment ID '" + deploymentId + "'")
                .build());
      }
    }
    if (any) {
      deployments.values().removeIf(deployed -> deployed.deployment().autoDeployed());
      put(
          Deployment.builder()
              .deploymentId(deploymentId)
              .autoDeployed(true)
              .createdDate(now)
              .description("Automatic deployment triggered by changes to the Api configuration")
              .deploymentStatus(DeploymentStatus.DEPLOYED)
              .build());
    }
  }

  /** What a stage serves; empty where nothing has been deployed to it. */
  synchronized Optional<ApiConfig> served(Stage stage) {
    if (Boolean.TRUE.equals(stage.autoDeploy())) {
      return Optional.of(live());
    }
    return stage.deploymentId() == null
        ? Optional.empty()
        : Optional.ofNullable(deployments.get(stage.deploymentId())).map(Deployed::config);
  }

  private ApiConfig live() {
    ApiConfig now = live;
    if (now == null) {
      now = new ApiConfig(new RouteTable(List.copyOf(routes.values())), integrations, authorizers);
      live = now;
    }
    return now;
  }

  private static <T> T known(String kind, String id, @Nullable T found) {
    if (found == null) {
      throw ApiErrors.notFound(kind, id);
    }
    return found;
  }
}
