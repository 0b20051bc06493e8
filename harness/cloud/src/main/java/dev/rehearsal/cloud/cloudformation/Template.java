package dev.rehearsal.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.pattern.OneOrMany;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A template whose sections, references and types have been checked. */
final class Template {

  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Description",
          "Metadata",
          "Parameters",
          "Mappings",
          "Conditions",
          "Resources",
          "Outputs");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "Type",
          "Properties",
          "DependsOn",
          "Condition",
          "DeletionPolicy",
          "UpdateReplacePolicy",
          "Metadata");
  private static final Set<String> PARAMETER =
      Set.of(
          "Type",
          "Default",
          "NoEcho",
          "Description",
          "AllowedValues",
          "AllowedPattern",
          "ConstraintDescription",
          "MinLength",
          "MaxLength");
  private static final String IMPORT = "Fn::ImportValue";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^!}]+)}");

  private final JsonNode root;

  private Template(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads and checks.
   *
   * @throws AwsServiceException where something is wrong, or names what is not served
   */
  static Template parse(String text) {
    Template template = new Template(TemplateReader.read(text));
    template.check();
    return template;
  }

  @Nullable String description() {
    return root.path("Description").isTextual() ? root.path("Description").asText() : null;
  }

  JsonNode parameters() {
    return root.path("Parameters");
  }

  JsonNode mappings() {
    return root.path("Mappings");
  }

  JsonNode conditions() {
    return root.path("Conditions");
  }

  JsonNode outputs() {
    return root.path("Outputs");
  }

  /** A resource as the template has it. */
  record Declared(
      String logicalId,
      ResourceKind kind,
      JsonNode properties,
      @Nullable String condition,
      boolean retained,
      Set<String> needs) {}

  /** The resources, each behind those that it needs. */
  List<Declared> resources() {
    Map<String, Declared> all = new LinkedHashMap<>();
    root.path("Resources")
        .properties()
        .forEach(each -> all.put(each.getKey(), declared(each.getKey(), each.getValue())));
    List<Declared> ordered = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    for (String id : all.keySet()) {
      order(id, all, new ArrayDeque<>(), done, ordered);
    }
    return ordered;
  }

  private static void order(
      String id,
      Map<String, Declared> all,
      Deque<String> way,
      Set<String> done,
      List<Declared> ordered) {
    Declared one = all.get(id);
    if (one == null || done.contains(id)) {
      return;
    }
    if (way.contains(id)) {
      throw StackErrors.invalid("Circular dependency between resources: " + new TreeSet<>(way));
    }
    way.push(id);
    one.needs().forEach(need -> order(need, all, way, done, ordered));
    way.pop();
    done.add(id);
    ordered.add(one);
  }

  private static Declared declared(String id, JsonNode resource) {
    ResourceKind kind = ResourceKinds.of(resource.path("Type").asText());
    Set<String> needs = new LinkedHashSet<>();
    references(resource.path("Properties"), needs);
    OneOrMany.texts(resource.path("DependsOn")).forEach(needs::add);
    needs.remove(id);
    return new Declared(
        id,
        kind,
        resource.path("Properties"),
        resource.has("Condition") ? resource.path("Condition").asText() : null,
        resource.path("DeletionPolicy").asText("Delete").startsWith("Retain"),
        needs);
  }

  /** The capabilities that its resources ask for. */
  boolean makesIdentities() {
    return resources().stream().anyMatch(one -> one.kind().type().startsWith("AWS::IAM::"));
  }

  /** Whether it gives roles, users or policies names of its own. */
  boolean namesIdentities() {
    return resources().stream()
        .filter(one -> one.kind().type().startsWith("AWS::IAM::"))
        .anyMatch(
            one ->
                one.properties().properties().stream()
                    .anyMatch(
                        each -> each.getKey().matches("(Role|User|Group|ManagedPolicy)Name")));
  }

  private void check() {
    root.properties()
        .forEach(
            section -> {
              if (section.getKey().equals("Transform")
                  || section.getKey().equals("Rules")
                  || section.getKey().equals("Hooks")) {
                throw StackErrors.notHere("the section " + section.getKey() + " of templates");
              }
              if (!SECTIONS.contains(section.getKey())) {
                throw StackErrors.invalid(
                    "Invalid template property or properties [" + section.getKey() + "]");
              }
            });
    String version = root.path("AWSTemplateFormatVersion").asText("2010-09-09");
    if (!version.equals("2010-09-09")) {
      throw StackErrors.template("unsupported value for AWSTemplateFormatVersion: " + version);
    }
    if (!root.path("Resources").isObject() || root.path("Resources").isEmpty()) {
      throw StackErrors.template("At least one Resources member must be defined.");
    }
    parameters()
        .properties()
        .forEach(
            parameter ->
                parameter
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!PARAMETER.contains(name)) {
                            throw StackErrors.notHere(
                                name + " of the parameter " + parameter.getKey());
                          }
                        }));
    root.path("Resources").properties().forEach(one -> check(one.getKey(), one.getValue()));
    Set<String> unresolved = new TreeSet<>();
    resources()
        .forEach(
            one -> one.needs().stream().filter(need -> !isKnown(need)).forEach(unresolved::add));
    if (!unresolved.isEmpty()) {
      throw StackErrors.template(
          "Unresolved resource dependencies "
              + unresolved
              + " in the Resources block of the template");
    }
    outputs()
        .properties()
        .forEach(
            output -> {
              if (output.getValue().has("Export")
                  && !output.getValue().path("Export").hasNonNull("Name")) {
                throw StackErrors.template(
                    "Output "
                        + output.getKey()
                        + " is malformed. The Name field of every Export member must be specified");
              }
            });
    if (!conditions().findValues(IMPORT).isEmpty()) {
      throw StackErrors.invalid("Template error: Cannot use Fn::ImportValue in Conditions.");
    }
    root.findValues(IMPORT).forEach(this::checkImport);
    Set<String> shown = new TreeSet<>();
    references(outputs(), shown);
    shown.removeIf(this::isKnown);
    if (!shown.isEmpty()) {
      throw StackErrors.template(
          "Unresolved resource dependencies " + shown + " in the Outputs block of the template");
    }
  }

  /** The names of exports are known before anything is made. */
  private void checkImport(JsonNode name) {
    Set<String> references = new TreeSet<>();
    references(name, references);
    if (references.stream().anyMatch(root.path("Resources")::has)
        || !name.findValues(IMPORT).isEmpty()) {
      throw StackErrors.invalid(
          "Template error: the attribute in Fn::ImportValue must not depend on any resources,"
              + " imported values, or Fn::GetAZs");
    }
  }

  private void check(String id, JsonNode resource) {
    if (!id.matches("[A-Za-z0-9]{1,255}")) {
      throw StackErrors.template("Resource name " + id + " is non alphanumeric.");
    }
    if (!resource.path("Type").isTextual()) {
      throw StackErrors.template(
          "[/Resources/" + id + "] Every Resources object must contain a Type member.");
    }
    resource
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!ATTRIBUTES.contains(name)) {
                throw StackErrors.notHere("the attribute " + name + " of the resource " + id);
              }
            });
    ResourceKind kind = ResourceKinds.of(resource.path("Type").asText());
    resource
        .path("Properties")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!kind.properties().contains(name)) {
                throw StackErrors.notHere(
                    "the property "
                        + name
                        + " of "
                        + kind.type()
                        + " (resource "
                        + id
                        + "); it has "
                        + new TreeSet<>(kind.properties()));
              }
            });
    kind.required()
        .forEach(
            name -> {
              if (!resource.path("Properties").has(name)) {
                throw StackErrors.invalid(
                    "Property " + name + " cannot be empty. (resource " + id + ")");
              }
            });
    if (resource.has("Condition") && !conditions().has(resource.path("Condition").asText())) {
      throw StackErrors.template(
          "Unresolved condition " + resource.path("Condition").asText() + " of the resource " + id);
    }
    String kept = resource.path("DeletionPolicy").asText("Delete");
    if (kept.equals("Snapshot")) {
      throw StackErrors.notHere("the DeletionPolicy Snapshot (resource " + id + ")");
    }
  }

  private boolean isKnown(String name) {
    return name.startsWith("AWS::") || parameters().has(name) || root.path("Resources").has(name);
  }

  /** What a value refers to: resources and parameters. */
  static void references(JsonNode node, Set<String> found) {
    if (node.isObject() && node.size() == 1) {
      String function = node.fieldNames().next();
      JsonNode value = node.get(function);
      switch (function) {
        case "Ref" -> {
          found.add(value.asText());
          return;
        }
        case "Fn::GetAtt" -> {
          found.add(value.isArray() ? value.path(0).asText() : value.asText().split("\\.", 2)[0]);
          return;
        }
        case "Fn::Sub" -> {
          JsonNode own = value.isArray() ? value.path(1) : value.path("none");
          Matcher matcher =
              REFERENCE.matcher(value.isArray() ? value.path(0).asText() : value.asText());
          while (matcher.find()) {
            String name = matcher.group(1).split("\\.", 2)[0].strip();
            if (!own.has(matcher.group(1))) {
              found.add(name);
            }
          }
          references(own, found);
          return;
        }
        default -> {}
      }
    }
    node.forEach(each -> references(each, found));
  }
}
