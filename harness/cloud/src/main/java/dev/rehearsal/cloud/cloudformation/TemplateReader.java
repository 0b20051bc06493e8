package dev.rehearsal.cloud.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a template's text, JSON or YAML; short forms such as {@code !Ref} become the long ones. */
final class TemplateReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private static final int DEEPEST = 100;

  private TemplateReader() {}

  static JsonNode read(String text) {
    JsonNode root = text.stripLeading().startsWith("{") ? json(text) : yaml(text);
    if (!root.isObject()) {
      throw StackErrors.template("unsupported structure.");
    }
    return root;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw StackErrors.template(
          "JSON not well-formed. (line "
              + broken.getLocation().getLineNr()
              + ", column "
              + broken.getLocation().getColumnNr()
              + ")");
    }
  }

  private static JsonNode yaml(String text) {
    try {
      return new Compose(LoadSettings.builder().setAllowDuplicateKeys(false).build())
          .composeString(text)
          .map(node -> node(node, 0))
          .orElse(NODES.nullNode());
    } catch (YamlEngineException broken) {
      throw StackErrors.template(
          "YAML not well-formed. " + String.valueOf(broken.getMessage()).replaceAll("\\s+", " "));
    }
  }

  private static JsonNode node(Node node, int depth) {
    if (node.getAnchor().isPresent()) {
      throw StackErrors.template("YAML aliases are not allowed in CloudFormation templates");
    }
    if (depth > DEEPEST) {
      throw StackErrors.template("it is nested too deeply.");
    }
    String tag = node.getTag().getValue();
    JsonNode plain = plain(node, depth);
    if (!tag.startsWith("!") || tag.equals("!")) {
      return plain;
    }
    String name = tag.substring(1);
    ObjectNode function = NODES.objectNode();
    if (name.equals("GetAtt") && plain.isTextual()) {
      int dot = plain.asText().indexOf('.');
      if (dot < 0) {
        throw StackErrors.template("every Fn::GetAtt names a resource and an attribute");
      }
      plain =
          NODES
              .arrayNode()
              .add(plain.asText().substring(0, dot))
              .add(plain.asText().substring(dot + 1));
    }
    function.set(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, plain);
    return function;
  }

  private static JsonNode plain(Node node, int depth) {
    if (node instanceof MappingNode mapping) {
      return mapping(mapping.getValue(), depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = NODES.arrayNode();
      sequence.getValue().forEach(each -> array.add(node(each, depth + 1)));
      return array;
    }
    ScalarNode scalar = (ScalarNode) node;
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(Boolean.parseBoolean(scalar.getValue().toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT) && scalar.getValue().matches("-?\\d{1,18}")) {
      return NODES.numberNode(Long.parseLong(scalar.getValue()));
    }
    return NODES.textNode(scalar.getValue());
  }

  private static ObjectNode mapping(List<NodeTuple> tuples, int depth) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple tuple : tuples) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw StackErrors.template("keys must be strings.");
      }
      if (object.has(key.getValue())) {
        throw StackErrors.template("the key " + key.getValue() + " is there twice.");
      }
      object.set(key.getValue(), node(tuple.getValueNode(), depth + 1));
    }
    return object;
  }
}
