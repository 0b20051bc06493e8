package dev.rehearsal.terraform.aws.rds;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.Parameter;

final class DbParameterGroup implements ResourceType {

  /** AWS takes this many parameters at a time. */
  private static final int BATCH = 20;

  @Override
  public String name() {
    return "aws_db_parameter_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("RDS DB Parameter Group")
        .forcesNew("name", "name_prefix", "family", "description")
        .conflicts("name", "name_prefix")
        .defaults("description", "Managed by Terraform")
        .defaults("parameter.apply_method", "immediate")
        .ignoreCase("parameter.name")
        .member("family", "DBParameterGroupFamily")
        .member("arn", "DBParameterGroupArn")
        .member("name", "DBParameterGroupName")
        .tags(RdsTypes.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.client(RdsClient.class)
        .createDBParameterGroup(it.fill(CreateDbParameterGroupRequest.builder()).build());
    it.id(name);
    modify(it, parameters(it.values()));
  }

  @Override
  public void read(ResourceInstance it) {
    RdsClient rds = it.client(RdsClient.class);
    it.take(
        rds.describeDBParameterGroups(request -> request.dbParameterGroupName(it.id()))
            .dbParameterGroups()
            .get(0));
    List<Map<String, Object>> found = new ArrayList<>();
    rds.describeDBParametersPaginator(
            request -> request.dbParameterGroupName(it.id()).source("user"))
        .parameters()
        .forEach(
            parameter -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", parameter.parameterName());
              one.put("value", parameter.parameterValue());
              one.put("apply_method", parameter.applyMethodAsString());
              found.add(one);
            });
    it.values().set("parameter", found);
  }

  @Override
  public void update(ResourceInstance it) {
    Map<String, Parameter> before = parameters(it.prior());
    Map<String, Parameter> after = parameters(it.values());
    Map<String, Parameter> changed = new LinkedHashMap<>(after);
    changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
    modify(it, changed);
    before.keySet().removeAll(after.keySet());
    if (!before.isEmpty()) {
      it.client(RdsClient.class)
          .resetDBParameterGroup(
              request -> request.dbParameterGroupName(it.id()).parameters(before.values()));
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    if (!it.values().bool("skip_destroy")) {
      it.client(RdsClient.class)
          .deleteDBParameterGroup(request -> request.dbParameterGroupName(it.id()));
    }
  }

  private static void modify(ResourceInstance it, Map<String, Parameter> parameters) {
    List<Parameter> all = new ArrayList<>(parameters.values());
    for (int i = 0; i < all.size(); i += BATCH) {
      List<Parameter> batch = all.subList(i, Math.min(all.size(), i + BATCH));
      it.client(RdsClient.class)
          .modifyDBParameterGroup(
              request -> request.dbParameterGroupName(it.id()).parameters(batch));
    }
  }

  private static Map<String, Parameter> parameters(Values values) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Values one : values.blocks("parameter")) {
      String method = Objects.requireNonNullElse(one.text("apply_method"), "immediate");
      parameters.put(
          one.string("name"),
          Parameter.builder()
              .parameterName(one.string("name"))
              .parameterValue(one.string("value"))
              .applyMethod(ApplyMethod.fromValue(method))
              .build());
    }
    return parameters;
  }
}
