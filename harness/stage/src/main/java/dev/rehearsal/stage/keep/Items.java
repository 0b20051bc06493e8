package dev.rehearsal.stage.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The items of every DynamoDB table, a file each with an item a line, as DynamoDB's JSON. */
final class Items implements Part {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".jsonl";

  private final DynamoDbClient dynamoDb;

  Items(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  @Override
  public String name() {
    return "items";
  }

  @Override
  public void save(Path to) throws IOException {
    Files.createDirectories(to);
    for (String table : dynamoDb.listTablesPaginator().tableNames()) {
      try (BufferedWriter file = Files.newBufferedWriter(to.resolve(table + ENDING))) {
        for (Map<String, AttributeValue> item :
            dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items()) {
          ObjectNode line = JSON.createObjectNode();
          item.forEach((name, value) -> line.set(name, json(value)));
          file.write(line + "\n");
        }
      }
    }
  }

  @Override
  public void load(Path from) throws IOException {
    List<Path> files;
    try (var all = Files.list(from)) {
      files = all.sorted().toList();
    }
    for (Path each : files) {
      String name = each.getFileName().toString();
      String table = name.substring(0, name.length() - ENDING.length());
      try (BufferedReader file = Files.newBufferedReader(each)) {
        for (String line = file.readLine(); line != null; line = file.readLine()) {
          Map<String, AttributeValue> item = item(JSON.readTree(line));
          dynamoDb.putItem(put -> put.tableName(table).item(item));
        }
      } catch (ResourceNotFoundException gone) {
        throw new IOException("There is no table " + table + " any more", gone);
      }
    }
  }

  private static JsonNode json(AttributeValue value) {
    ObjectNode typed = JSON.createObjectNode();
    String type = value.type().name();
    switch (value.type()) {
      case S -> typed.put(type, value.s());
      case N -> typed.put(type, value.n());
      case B -> typed.put(type, text(value.b()));
      case BOOL -> typed.put(type, value.bool());
      case NUL -> typed.put("NULL", true);
      case SS -> value.ss().forEach(typed.putArray(type)::add);
      case NS -> value.ns().forEach(typed.putArray(type)::add);
      case BS -> value.bs().stream().map(Items::text).forEach(typed.putArray(type)::add);
      case L -> value.l().stream().map(Items::json).forEach(typed.putArray(type)::add);
      case M -> {
        ObjectNode members = typed.putObject(type);
        value.m().forEach((name, member) -> members.set(name, json(member)));
      }
      default -> throw new IllegalArgumentException("DynamoDB has no type " + value.type());
    }
    return typed;
  }

  private static String text(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArray());
  }

  private static SdkBytes bytes(JsonNode text) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(text.asText()));
  }

  private static Map<String, AttributeValue> item(JsonNode object) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    object.fields().forEachRemaining(each -> item.put(each.getKey(), value(each.getValue())));
    return item;
  }

  private static AttributeValue value(JsonNode typed) {
    String type = typed.fieldNames().next();
    JsonNode value = typed.get(type);
    return switch (type) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "B" -> AttributeValue.fromB(bytes(value));
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "NULL" -> AttributeValue.fromNul(true);
      case "SS" -> AttributeValue.fromSs(texts(value));
      case "NS" -> AttributeValue.fromNs(texts(value));
      case "M" -> AttributeValue.fromM(item(value));
      case "BS" -> {
        List<SdkBytes> all = new ArrayList<>();
        value.forEach(each -> all.add(bytes(each)));
        yield AttributeValue.fromBs(all);
      }
      case "L" -> {
        List<AttributeValue> all = new ArrayList<>();
        value.forEach(each -> all.add(value(each)));
        yield AttributeValue.fromL(all);
      }
      default -> throw new IllegalArgumentException("DynamoDB has no type " + type);
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
