package dev.rehearsal.cloud.wafv2;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.cognito.Cognito;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;

/**
 * Which regional web ACL stands before what. AWS takes load balancers, stages of REST APIs, GraphQL
 * APIs, App Runner services, Verified Access instances and user pools; of these only user pools are
 * here. Thread-safe.
 */
final class Associations {

  private static final Pattern POOL =
      Pattern.compile("arn:aws:cognito-idp:[a-z0-9-]+:\\d{12}:userpool/[\\w-]+");

  /** What AWS could associate, and what nobody can have made here. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "arn:aws:(elasticloadbalancing:[a-z0-9-]+:\\d{12}:loadbalancer/app/.+"
              + "|apigateway:[a-z0-9-]+::/restapis/[^/]+/stages/[^/]+"
              + "|appsync:[a-z0-9-]+:\\d{12}:apis/.+"
              + "|apprunner:[a-z0-9-]+:\\d{12}:service/.+"
              + "|ec2:[a-z0-9-]+:\\d{12}:verified-access-instance/.+)");

  private final Surroundings aws;
  private final Map<String, String> aclOf = new ConcurrentSkipListMap<>();

  Associations(Surroundings aws) {
    this.aws = aws;
  }

  /** Puts a web ACL before a resource, in place of the one that stands there. */
  void put(@Nullable String resource, String acl) {
    aclOf.put(present(resource), acl);
  }

  void remove(@Nullable String resource) {
    aclOf.remove(present(resource));
  }

  /** The web ACL before a resource; null where there is none. */
  @Nullable String get(@Nullable String resource) {
    return aclOf.get(present(resource));
  }

  /** The resources behind a web ACL. Those that are gone are not behind it any more. */
  List<String> of(String acl) {
    aclOf.keySet().removeIf(resource -> !isThere(resource));
    return aclOf.entrySet().stream()
        .filter(each -> each.getValue().equals(acl))
        .map(Map.Entry::getKey)
        .toList();
  }

  private String present(@Nullable String resource) {
    String arn = String.valueOf(resource);
    if (ELSEWHERE.matcher(arn).matches()) {
      throw WafErrors.missing();
    }
    if (!POOL.matcher(arn).matches()) {
      throw WafErrors.invalid(
          "RESOURCE_ARN",
          "The ARN isn't valid. A valid ARN begins with arn: and includes other information"
              + " separated by colons or slashes.");
    }
    if (!isThere(arn)) {
      throw WafErrors.missing();
    }
    return arn;
  }

  private boolean isThere(String pool) {
    try {
      aws.peer(Cognito.class, aws.region())
          .describeUserPool(d -> d.userPoolId(pool.substring(pool.lastIndexOf('/') + 1)));
      return true;
    } catch (ResourceNotFoundException gone) {
      return false;
    }
  }
}
