package dev.rehearsal.terraform.aws.apigateway;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of API Gateway v2. */
public final class ApiGatewayTypes {

  private ApiGatewayTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new Api(), new ApiAuthorizer(), new ApiIntegration(), new ApiRoute(), new ApiStage());
  }

  /** An import names a part of an API as {@code api-id/part-id}. */
  static void importPart(ResourceInstance it) {
    int slash = it.id().indexOf('/');
    if (slash < 1) {
      throw new ProviderException(
          "wrong format of import ID (" + it.id() + "), use: 'api-id/" + "part-id'");
    }
    it.values().set("api_id", it.id().substring(0, slash));
    it.id(it.id().substring(slash + 1));
  }

  static String api(ResourceInstance it) {
    return it.values().string("api_id");
  }
}
