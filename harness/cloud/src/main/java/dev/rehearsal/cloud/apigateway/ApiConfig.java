package dev.rehearsal.cloud.apigateway;

import java.util.Map;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;

/**
 * What a deployment freezes: the routes of an API and what they lead to.
 *
 * @param routes finds the route of a request
 * @param integrations by id
 * @param authorizers by id
 */
record ApiConfig(
    RouteTable routes, Map<String, Integration> integrations, Map<String, Authorizer> authorizers) {

  ApiConfig {
    integrations = Map.copyOf(integrations);
    authorizers = Map.copyOf(authorizers);
  }
}
