package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;

/** The resource policies of functions: one for the function, one for each alias and version. */
final class Permissions {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings aws;
  private final FunctionCatalog catalog;

  Permissions(Surroundings aws, FunctionCatalog catalog) {
    this.aws = aws;
    this.catalog = catalog;
  }

  /** Adds a statement and gives it as JSON. */
  String add(AddPermissionRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    FunctionRecord function = catalog.get(ref);
    String qualifier = qualifier(ref);
    if (!request.action().matches("(lambda:[*]|lambda:[a-zA-Z]+|[*])")) {
      throw Errors.validation(
          "1 validation error detected: Value '"
              + request.action()
              + "' at 'action' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
    }
    if (!qualifier.isEmpty() && function.version(qualifier).isEmpty()) {
      throw Errors.notFound("Function not found: " + catalog.arn(ref));
    }
    String statement = statement(request, function, qualifier);
    synchronized (function) {
      checkRevision(function, qualifier, request.revisionId());
      Map<String, String> statements =
          function.statements.computeIfAbsent(qualifier, any -> new LinkedHashMap<>());
      if (statements.putIfAbsent(request.statementId(), statement) != null) {
        throw Errors.conflict(
            "The statement id ("
                + request.statementId()
                + ") provided already exists. Please provide a new statement id, or remove the"
                + " existing statement.");
      }
      function.policyRevisions.put(qualifier, aws.ids().uuid());
    }
    return statement;
  }

  void remove(RemovePermissionRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    FunctionRecord function = catalog.get(ref);
    String qualifier = qualifier(ref);
    synchronized (function) {
      checkRevision(function, qualifier, request.revisionId());
      Map<String, String> statements = function.statements.get(qualifier);
      if (statements == null || statements.remove(request.statementId()) == null) {
        throw Errors.notFound(
            "Statement " + request.statementId() + " is not found in resource policy.");
      }
      function.policyRevisions.put(qualifier, aws.ids().uuid());
    }
  }

  GetPolicyResponse get(GetPolicyRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    FunctionRecord function = catalog.get(ref);
    String policy =
        policy(function, qualifier(ref))
            .orElseThrow(() -> Errors.notFound("The resource you requested does not exist."));
    return GetPolicyResponse.builder()
        .policy(policy)
        .revisionId(function.policyRevisions.get(qualifier(ref)))
        .build();
  }

  Optional<String> policy(FunctionRecord function, String qualifier) {
    synchronized (function) {
      Map<String, String> statements = function.statements.get(qualifier);
      return statements == null || statements.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
                  + String.join(",", statements.values())
                  + "]}");
    }
  }

  private static String qualifier(FunctionRef ref) {
    return ref.latest() ? "" : Objects.requireNonNull(ref.qualifier());
  }

  private static void checkRevision(
      FunctionRecord function, String qualifier, @Nullable String revision) {
    if (revision != null && !revision.equals(function.policyRevisions.get(qualifier))) {
      throw Errors.revision();
    }
  }

  private static String statement(
      AddPermissionRequest request, FunctionRecord function, String qualifier) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("Sid", request.statementId());
    statement.put("Effect", "Allow");
    String principal = request.principal();
    if (principal.equals("*")) {
      statement.put("Principal", "*");
    } else if (principal.matches("\\d{12}")) {
      statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
    } else if (principal.startsWith("arn:")) {
      statement.putObject("Principal").put("AWS", principal);
    } else {
      statement.putObject("Principal").put("Service", principal);
    }
    statement.put("Action", request.action());
    statement.put("Resource", function.arn() + (qualifier.isEmpty() ? "" : ":" + qualifier));
    ObjectNode condition = JSON.createObjectNode();
    if (request.sourceAccount() != null) {
      condition.putObject("StringEquals").put("AWS:SourceAccount", request.sourceAccount());
    }
    if (request.eventSourceToken() != null) {
      condition
          .withObjectProperty("StringEquals")
          .put("lambda:EventSourceToken", request.eventSourceToken());
    }
    if (request.principalOrgID() != null) {
      condition
          .withObjectProperty("StringEquals")
          .put("aws:PrincipalOrgID", request.principalOrgID());
    }
    if (request.functionUrlAuthType() != null) {
      condition
          .withObjectProperty("StringEquals")
          .put("lambda:FunctionUrlAuthType", request.functionUrlAuthTypeAsString());
    }
    if (request.sourceArn() != null) {
      condition.putObject("ArnLike").put("AWS:SourceArn", request.sourceArn());
    }
    if (!condition.isEmpty()) {
      statement.set("Condition", condition);
    }
    return statement.toString();
  }
}
