package dev.rehearsal.terraform.aws.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;

final class PermissionType implements ResourceType {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "aws_lambda_permission";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Lambda Permission")
        .forcesNew(
            "action",
            "event_source_token",
            "function_name",
            "function_url_auth_type",
            "principal",
            "principal_org_id",
            "qualifier",
            "source_account",
            "source_arn",
            "statement_id",
            "statement_id_prefix")
        .conflicts("statement_id", "statement_id_prefix")
        .matches("action", "^lambda:", "must start with lambda:")
        .same(LambdaTypes::sameFunction, "function_name")
        .same(PermissionType::samePrincipal, "principal")
        .member("principal_org_id", "PrincipalOrgID")
        .imports(
            it -> {
              String[] parts = it.id().split("/", 2);
              String[] function = parts[0].split(":(?=[^:]+$)", 2);
              boolean qualified = function.length > 1 && !parts[0].startsWith("arn:");
              it.values().set("function_name", qualified ? function[0] : parts[0]);
              it.values().set("qualifier", qualified ? function[1] : null);
              it.id(parts.length > 1 ? parts[1] : parts[0]);
            });
  }

  @Override
  public void create(ResourceInstance it) {
    String statement = it.nameFrom("statement_id", "statement_id_prefix");
    it.client(LambdaClient.class).addPermission(it.fill(AddPermissionRequest.builder()).build());
    it.id(statement);
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    String policy =
        it.client(LambdaClient.class)
            .getPolicy(
                request ->
                    request
                        .functionName(values.string("function_name"))
                        .qualifier(values.text("qualifier")))
            .policy();
    JsonNode statement = statement(policy, it.id());
    if (statement == null) {
      it.gone();
      return;
    }
    values.set("statement_id", it.id());
    values.set("action", statement.path("Action").asText());
    JsonNode principal = statement.path("Principal");
    String who =
        principal.isTextual()
            ? principal.asText()
            : principal.has("Service")
                ? principal.get("Service").asText()
                : principal.path("AWS").asText();
    values.set("principal", who);
    JsonNode conditions = statement.path("Condition");
    values.set("source_arn", condition(conditions, "aws:SourceArn"));
    values.set("source_account", condition(conditions, "aws:SourceAccount"));
    values.set("event_source_token", condition(conditions, "lambda:EventSourceToken"));
    values.set("function_url_auth_type", condition(conditions, "lambda:FunctionUrlAuthType"));
    values.set("principal_org_id", condition(conditions, "aws:PrincipalOrgID"));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(LambdaClient.class)
        .removePermission(
            request ->
                request
                    .functionName(it.values().string("function_name"))
                    .qualifier(it.values().text("qualifier"))
                    .statementId(it.id()));
  }

  private static @Nullable JsonNode statement(String policy, String id) {
    try {
      for (JsonNode statement : JSON.readTree(policy).path("Statement")) {
        if (statement.path("Sid").asText().equals(id)) {
          return statement;
        }
      }
      return null;
    } catch (JsonProcessingException broken) {
      throw new ProviderException("The function's policy is no JSON: " + policy);
    }
  }

  private static @Nullable String condition(JsonNode conditions, String key) {
    for (JsonNode operator : conditions) {
      var fields = operator.fields();
      while (fields.hasNext()) {
        var entry = fields.next();
        if (entry.getKey().equalsIgnoreCase(key)) {
          JsonNode value = entry.getValue();
          return value.isArray() ? value.path(0).asText() : value.asText();
        }
      }
    }
    return null;
  }

  private static boolean samePrincipal(Object a, Object b) {
    return account(a.toString()).equals(account(b.toString()));
  }

  private static String account(String principal) {
    return principal.replaceFirst("^arn:aws:iam::(\\d{12}):root$", "$1");
  }
}
