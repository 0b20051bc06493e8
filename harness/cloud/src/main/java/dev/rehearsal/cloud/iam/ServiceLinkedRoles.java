package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;

/** Roles that belong to an AWS service: it alone may take them on, and nobody may change them. */
final class ServiceLinkedRoles {

  private static final String PATH = "/aws-service-role/";

  /** What the roles of services are called; each has the policy of its name. */
  private static final Map<String, String> NAMES =
      Map.of("access-analyzer.amazonaws.com", "AccessAnalyzer");

  private ServiceLinkedRoles() {}

  static boolean isLinked(Identity role) {
    return role.path.startsWith(PATH);
  }

  static CreateServiceLinkedRoleResponse create(
      Store store, CreateServiceLinkedRoleRequest request) {
    String service = String.valueOf(request.awsServiceName());
    String name = NAMES.get(service);
    if (name == null) {
      throw IamErrors.notServed("service-linked roles of " + service);
    }
    if (request.customSuffix() != null) {
      throw IamErrors.invalid("Custom suffix is not allowed for " + service);
    }
    String roleName = "AWSServiceRoleFor" + name;
    if (store.find(Kind.ROLE, roleName) != null) {
      throw IamErrors.invalid(
          "Service role name "
              + roleName
              + " has been taken in this account, please try a"
              + " different suffix.");
    }
    Identity role = store.create(Kind.ROLE, roleName, PATH + service + "/");
    role.trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Service\":\""
            + service
            + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    role.description = request.description();
    role.maxSession = Checks.sessionDuration(null);
    role.attach(store.policy("arn:aws:iam::aws:policy" + PATH + name + "ServiceRolePolicy").arn);
    store.add(role);
    return CreateServiceLinkedRoleResponse.builder().role(Shown.role(role)).build();
  }
}
