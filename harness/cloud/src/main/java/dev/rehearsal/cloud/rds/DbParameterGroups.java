package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DBParameterGroup;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.Tag;

/** The parameter groups of one account and region. Thread-safe. */
final class DbParameterGroups {

  static final String FAMILY = "postgres17";
  static final String DEFAULT = "default." + FAMILY;

  /** A group and the parameters that its owner set. */
  static final class Group {
    final DBParameterGroup described;
    final Map<String, Parameter> parameters = new ConcurrentHashMap<>();
    final Map<String, String> tags = new ConcurrentHashMap<>();

    Group(DBParameterGroup described) {
      this.described = described;
    }

    /** Since PostgreSQL 15 RDS demands TLS unless it is told not to. */
    boolean demandsTls() {
      Parameter parameter = parameters.get("rds.force_ssl");
      return parameter == null || !parameter.parameterValue().equals("0");
    }

    List<Tag> tagList() {
      return new TreeMap<>(tags)
          .entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList();
    }
  }

  private final Surroundings aws;
  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  DbParameterGroups(Surroundings aws) {
    this.aws = aws;
    groups.put(DEFAULT, new Group(describe(DEFAULT, "Default parameter group for " + FAMILY)));
  }

  Group create(CreateDbParameterGroupRequest asked) {
    if (!FAMILY.equals(asked.dbParameterGroupFamily())) {
      throw AwsError.of(
          "InvalidParameterValue",
          400,
          "ParameterGroupFamily "
              + asked.dbParameterGroupFamily()
              + " is not a valid parameter group family here; the embedded RDS runs "
              + FAMILY
              + ".");
    }
    String name = asked.dbParameterGroupName().toLowerCase(java.util.Locale.ROOT);
    Group group = new Group(describe(name, asked.description()));
    asked.tags().forEach(tag -> group.tags.put(tag.key(), tag.value()));
    if (groups.putIfAbsent(name, group) != null) {
      throw AwsError.of(
          DbParameterGroupAlreadyExistsException.builder(),
          "DBParameterGroupAlreadyExists",
          400,
          "Parameter group " + name + " already exists");
    }
    return group;
  }

  Group get(String name) {
    Group group = groups.get(name.toLowerCase(java.util.Locale.ROOT));
    if (group == null) {
      throw notFound(name);
    }
    return group;
  }

  List<Group> all() {
    return groups.values().stream()
        .sorted(java.util.Comparator.comparing(group -> group.described.dbParameterGroupName()))
        .toList();
  }

  void delete(String name) {
    if (name.startsWith("default.")) {
      throw AwsError.of(
          "InvalidParameterValue", 400, "The parameter group " + name + " cannot be deleted.");
    }
    if (groups.remove(name.toLowerCase(java.util.Locale.ROOT)) == null) {
      throw notFound(name);
    }
  }

  void modify(Group group, List<Parameter> parameters) {
    if (group.described.dbParameterGroupName().startsWith("default.")) {
      throw AwsError.of(
          "InvalidDBParameterGroupState", 400, "A default parameter group cannot be modified.");
    }
    if (parameters.isEmpty() || parameters.size() > 20) {
      throw AwsError.of("InvalidParameterValue", 400, "Between 1 and 20 parameters at a time.");
    }
    for (Parameter parameter : parameters) {
      if (parameter.parameterName() == null || parameter.parameterValue() == null) {
        throw AwsError.of(
            "InvalidParameterValue", 400, "A parameter needs ParameterName and ParameterValue.");
      }
    }
    for (Parameter parameter : parameters) {
      group.parameters.put(
          parameter.parameterName(),
          Parameter.builder()
              .parameterName(parameter.parameterName())
              .parameterValue(parameter.parameterValue())
              .applyMethod(
                  parameter.applyMethod() == null ? ApplyMethod.IMMEDIATE : parameter.applyMethod())
              .source("user")
              .applyType(
                  parameter.applyMethod() == ApplyMethod.PENDING_REBOOT ? "static" : "dynamic")
              .isModifiable(true)
              .build());
    }
  }

  void reset(Group group, List<Parameter> parameters, boolean all) {
    if (all) {
      group.parameters.clear();
    }
    parameters.forEach(parameter -> group.parameters.remove(parameter.parameterName()));
  }

  /** What of a group PostgreSQL itself is told; names with a dot belong to RDS or extensions. */
  static List<Parameter> forServer(Group group) {
    List<Parameter> known = new ArrayList<>();
    group.parameters.values().stream()
        .filter(parameter -> parameter.parameterName().indexOf('.') < 0)
        .forEach(known::add);
    return known;
  }

  private DBParameterGroup describe(String name, String description) {
    return DBParameterGroup.builder()
        .dbParameterGroupName(name)
        .dbParameterGroupFamily(FAMILY)
        .description(description)
        .dbParameterGroupArn(aws.arn("rds", "pg:" + name))
        .build();
  }

  private static AwsServiceException notFound(String name) {
    return AwsError.of(
        DbParameterGroupNotFoundException.builder(),
        "DBParameterGroupNotFound",
        404,
        "DBParameterGroup not found: " + name);
  }
}
