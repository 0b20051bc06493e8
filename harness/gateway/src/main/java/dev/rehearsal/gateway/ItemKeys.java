package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.gateway.iam.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** DynamoDB's condition keys for fine-grained access: which items, which attributes. */
final class ItemKeys {

  private static final List<String> EXPRESSIONS =
      List.of(
          "ProjectionExpression",
          "KeyConditionExpression",
          "FilterExpression",
          "ConditionExpression",
          "UpdateExpression");
  private static final Pattern EQUALITY = Pattern.compile("(#?[\\w.-]+)\\s*=\\s*(:[\\w-]+)");
  private static final Pattern NAME = Pattern.compile("(?<![:\\w.])#?[A-Za-z_][\\w-]*(?!\\s*\\()");
  private static final Set<String> WORDS =
      Set.of("and", "or", "not", "between", "in", "set", "remove", "add", "delete");

  /** No item's key: what can't be read here must not count as what is allowed. */
  private static final String UNREAD = "\u0000";

  private ItemKeys() {}

  static void add(AwsCall call, RequestContext context, Lookup lookup) {
    SdkPojo request = call.request();
    context.put("dynamodb:LeadingKeys", () -> leading(call, lookup));
    context.put("dynamodb:Attributes", () -> attributes(request));
    Members.text(request, "ReturnValues").ifPresent(v -> context.put("dynamodb:ReturnValues", v));
    Members.text(request, "ReturnConsumedCapacity")
        .ifPresent(v -> context.put("dynamodb:ReturnConsumedCapacity", v));
    String operation = call.operation().name();
    if (operation.equals("Query") || operation.equals("Scan")) {
      context.put(
          "dynamodb:Select",
          Members.text(request, "Select")
              .orElse(
                  Members.text(request, "ProjectionExpression").isPresent()
                      ? "SPECIFIC_ATTRIBUTES"
                      : "ALL_ATTRIBUTES"));
    }
    if (operation.startsWith("Transact")) {
      context.put("dynamodb:EnclosingOperation", operation);
    }
  }

  private static List<String> leading(AwsCall call, Lookup lookup) {
    List<String> keys = new ArrayList<>();
    SdkPojo request = call.request();
    switch (call.operation().name()) {
      case "GetItem", "UpdateItem", "DeleteItem", "PutItem" -> one(request, call, lookup, keys);
      case "Query" -> query(call, lookup, keys);
      case "BatchGetItem", "BatchWriteItem" -> batch(call, lookup, keys);
      case "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction" -> keys.add(UNREAD);
      case "TransactGetItems", "TransactWriteItems" -> {
        for (SdkPojo item : Members.pojos(request, "TransactItems")) {
          item.sdkFields().stream()
              .map(field -> field.getValueOrDefault(item))
              .filter(SdkPojo.class::isInstance)
              .forEach(part -> one((SdkPojo) part, call, lookup, keys));
        }
      }
      default -> {}
    }
    return keys;
  }

  private static void one(SdkPojo part, AwsCall call, Lookup lookup, List<String> keys) {
    Object item = Members.value(part, "Key");
    item(
        item instanceof Map<?, ?> map && !map.isEmpty() ? item : Members.value(part, "Item"),
        hash(call, Members.text(part, "TableName").orElse(""), null, lookup),
        keys);
  }

  private static void item(@Nullable Object item, @Nullable String hash, List<String> keys) {
    if (hash != null
        && item instanceof Map<?, ?> map
        && map.get(hash) instanceof AttributeValue value) {
      keys.add(text(value));
    }
  }

  private static void query(AwsCall call, Lookup lookup, List<String> keys) {
    SdkPojo request = call.request();
    String hash =
        hash(
            call,
            Members.text(request, "TableName").orElse(""),
            Members.text(request, "IndexName").orElse(null),
            lookup);
    if (hash != null) {
      legacy(request, hash, keys);
      expression(request, hash, keys);
    }
    if (keys.isEmpty()) {
      keys.add(UNREAD);
    }
  }

  private static void expression(SdkPojo request, String hash, List<String> keys) {
    if (!(Members.value(request, "ExpressionAttributeValues") instanceof Map<?, ?> values)) {
      return;
    }
    Matcher pairs = EQUALITY.matcher(Members.text(request, "KeyConditionExpression").orElse(""));
    while (pairs.find()) {
      if (hash.equals(name(request, String.valueOf(pairs.group(1))))
          && values.get(pairs.group(2)) instanceof AttributeValue value) {
        keys.add(text(value));
      }
    }
  }

  /** The conditions of before there were expressions. */
  private static void legacy(SdkPojo request, String hash, List<String> keys) {
    if (Members.value(request, "KeyConditions") instanceof Map<?, ?> conditions
        && conditions.get(hash) instanceof Condition condition) {
      condition.attributeValueList().forEach(value -> keys.add(text(value)));
    }
  }

  private static void batch(AwsCall call, Lookup lookup, List<String> keys) {
    if (!(Members.value(call.request(), "RequestItems") instanceof Map<?, ?> tables)) {
      return;
    }
    tables.forEach(
        (table, wanted) -> {
          String hash = hash(call, String.valueOf(table), null, lookup);
          if (wanted instanceof KeysAndAttributes read) {
            read.keys().forEach(key -> item(key, hash, keys));
          } else if (wanted instanceof List<?> writes) {
            for (Object each : writes) {
              if (each instanceof WriteRequest write) {
                item(write.putRequest() == null ? null : write.putRequest().item(), hash, keys);
                item(
                    write.deleteRequest() == null ? null : write.deleteRequest().key(), hash, keys);
              }
            }
          }
        });
  }

  private static @Nullable String hash(
      AwsCall call, String table, @Nullable String index, Lookup lookup) {
    try {
      return lookup
          .backend(DynamoDbClient.class, call)
          .map(tables -> tables.describeTable(d -> d.tableName(table)).table())
          .map(
              found ->
                  index == null
                      ? found.keySchema()
                      : found.globalSecondaryIndexes().stream()
                          .filter(one -> index.equals(one.indexName()))
                          .findFirst()
                          .map(one -> one.keySchema())
                          .orElse(found.keySchema()))
          .flatMap(
              schema ->
                  schema.stream()
                      .filter(key -> key.keyType() == KeyType.HASH)
                      .map(KeySchemaElement::attributeName)
                      .findFirst())
          .orElse(null);
    } catch (AwsServiceException unknown) {
      return null;
    }
  }

  private static List<String> attributes(SdkPojo request) {
    Set<String> names = new LinkedHashSet<>(Members.texts(request, "AttributesToGet"));
    names.addAll(Members.texts(request, "Item"));
    names.addAll(Members.texts(request, "Key"));
    for (String expression : EXPRESSIONS) {
      Matcher tokens = NAME.matcher(Members.text(request, expression).orElse(""));
      while (tokens.find()) {
        if (!WORDS.contains(tokens.group().toLowerCase(Locale.ROOT))) {
          names.add(name(request, tokens.group()));
        }
      }
    }
    return List.copyOf(names);
  }

  private static String name(SdkPojo request, String token) {
    return token.startsWith("#")
            && Members.value(request, "ExpressionAttributeNames") instanceof Map<?, ?> names
            && names.get(token) != null
        ? String.valueOf(names.get(token))
        : token;
  }

  private static String text(AttributeValue value) {
    if (value.s() != null) {
      return value.s();
    }
    return value.n() != null ? value.n() : value.b() == null ? "" : value.b().asUtf8String();
  }
}
