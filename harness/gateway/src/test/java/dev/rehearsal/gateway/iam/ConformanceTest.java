package dev.rehearsal.gateway.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Decides every case of {@code cases.yaml} as AWS's documentation says. */
final class ConformanceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN = "111122223333";
  private static final String OTHER = "444455556666";

  @TestFactory
  List<DynamicNode> decidesAsDocumented() throws IOException {
    List<DynamicNode> pages = new ArrayList<>();
    for (Map<String, Object> page : pages()) {
      List<DynamicTest> tests = new ArrayList<>();
      for (Map<String, Object> one : cases(page)) {
        tests.add(DynamicTest.dynamicTest(String.valueOf(one.get("name")), () -> check(one)));
      }
      pages.add(DynamicContainer.dynamicContainer(String.valueOf(page.get("page")), tests));
    }
    return pages;
  }

  @Test
  void coversAtLeastTwoHundredCases() throws IOException {
    int count = 0;
    for (Map<String, Object> page : pages()) {
      count += cases(page).size();
    }
    assertTrue(count >= 200, count + " cases");
  }

  private static void check(Map<String, Object> one) throws JsonProcessingException {
    Policy boundary = policy("boundary", one);
    Decision decision =
        Evaluator.decide(
            new Evaluator.Request(
                principal(text(one, "who", "role")),
                text(one, "action", "s3:GetObject"),
                text(one, "on", "arn:aws:s3:::shop/logo.png"),
                OWN,
                context(one)),
            new Evaluator.Policies(
                one.containsKey("identity")
                    ? List.of(Objects.requireNonNull(policy("identity", one)))
                    : List.of(),
                boundary,
                policy("session", one),
                policy("resource", one),
                Boolean.TRUE.equals(one.get("kms"))));
    String outcome =
        switch (decision.outcome()) {
          case ALLOWED -> "allowed";
          case EXPLICIT_DENY -> "denied";
          case IMPLICIT_DENY -> "implicit";
        };
    assertEquals(one.get("expect"), outcome, decision::toString);
    if (one.containsKey("by")) {
      assertEquals(one.get("by"), decision.kind().name(), decision::toString);
    }
  }

  private static Principal principal(String who) {
    boolean other = who.startsWith("other-");
    String account = other ? OTHER : OWN;
    String arn = "arn:aws:iam::" + account + ":";
    return switch (other ? who.substring(6) : who) {
      case "root" -> new Principal(Principal.Type.ROOT, account, arn + "root", null);
      case "user" -> new Principal(Principal.Type.USER, account, arn + "user/Ana", null);
      case "role" ->
          new Principal(
              Principal.Type.ROLE_SESSION,
              account,
              "arn:aws:sts::" + account + ":assumed-role/Shop/checkout",
              arn + "role/Shop");
      case "anonymous" -> new Principal(Principal.Type.ANONYMOUS, account, "*", null);
      default -> new Principal(Principal.Type.SERVICE, account, who, null);
    };
  }

  private static @Nullable Policy policy(String kind, Map<String, Object> one)
      throws JsonProcessingException {
    if (!(one.get(kind) instanceof List<?> listed)) {
      return null;
    }
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Object each : listed) {
      Map<String, Object> statement = new LinkedHashMap<>(map(each));
      statement.putIfAbsent("Effect", "Allow");
      if (!statement.containsKey("NotAction")) {
        statement.putIfAbsent("Action", "*");
      }
      if (statement.containsKey("Resource") && statement.get("Resource") == null) {
        statement.remove("Resource");
      } else if (!statement.containsKey("NotResource")) {
        statement.putIfAbsent("Resource", "*");
      }
      statements.add(statement);
    }
    return Policy.parse(
        kind,
        JSON.writeValueAsString(
            Map.of("Version", text(one, "version", "2012-10-17"), "Statement", statements)));
  }

  private static RequestContext context(Map<String, Object> one) {
    RequestContext context = new RequestContext();
    map(one.getOrDefault("context", Map.of()))
        .forEach(
            (key, value) -> {
              if (value instanceof List<?> list) {
                context.put(key, list.stream().map(String::valueOf).toList());
              } else {
                context.put(key, String.valueOf(value));
              }
            });
    return context;
  }

  private static String text(Map<String, Object> one, String key, String otherwise) {
    return String.valueOf(one.getOrDefault(key, otherwise));
  }

  private static List<Map<String, Object>> pages() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(ConformanceTest.class.getResourceAsStream("cases.yaml"))) {
      List<Map<String, Object>> pages = new ArrayList<>();
      for (Object page :
          (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(file)) {
        pages.add(map(page));
      }
      return pages;
    }
  }

  private static List<Map<String, Object>> cases(Map<String, Object> page) {
    List<Map<String, Object>> cases = new ArrayList<>();
    for (Object one : (List<?>) Objects.requireNonNull(page.get("cases"))) {
      cases.add(map(one));
    }
    return cases;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
