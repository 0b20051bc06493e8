package dev.rehearsal.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps secrets out of what is stored: by the name of the field that holds them, and by shape. */
public final class Masks {

  /** What stands where a secret stood. */
  public static final String MASK = "***";

  private static final Set<String> SECRET =
      Set.of(
          "secretstring",
          "secretbinary",
          "plaintext",
          "privatekey",
          "privatekeyplaintext",
          "keymaterial",
          "passphrase",
          "ssecustomerkey",
          "copysourcessecustomerkey",
          "password",
          "previouspassword",
          "oldpassword",
          "newpassword",
          "proposedpassword",
          "masteruserpassword",
          "temporarypassword",
          "userpassword",
          "randompassword",
          "authparameters",
          "challengeresponses",
          "authenticationresult",
          "accesstoken",
          "idtoken",
          "refreshtoken",
          "token",
          "session",
          "clientsecret",
          "secretaccesskey",
          "sessiontoken",
          "confirmationcode",
          "secrethash",
          "secretcode",
          "base32stringseed",
          "base_32_string_seed",
          "tokencode",
          "authenticationcode1",
          "authenticationcode2",
          "usercode",
          "headervalue",
          "authorization",
          "cookie",
          "cookies",
          "set-cookie",
          "x-origin-secret",
          "x-guest-session",
          "payment-signature",
          "apikey",
          "webhookkey",
          "card",
          "cardnumber",
          "cvc",
          "pan",
          "secret");

  private static final Pattern BEARER =
      Pattern.compile("(?i)(bearer |basic )[\\w.~+/=-]{8,}|eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*");

  /** Signatures and tokens of presigned addresses and headers, passwords in addresses. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:X-Amz-Signature|X-Amz-Security-Token|\\bSignature|password)=)[^&\\s\"',;]+"
              + "|(?<=://)([^/\\s:@]{1,64}:)[^/\\s@]{1,200}(?=@)");

  /** A secret's name, in JSON or in JSON within JSON's strings: the quotes may be escaped. */
  private static final Pattern FIELD =
      Pattern.compile(
          SECRET.stream()
              .map(Pattern::quote)
              .collect(
                  Collectors.joining(
                      "|", "(?<!\\\\)(\\\\*+)\"(?i:", ")\\1\"\\s*+:\\s*+(?=[^\\s,}\\]])")));

  private static final Pattern CARD_TOKEN = Pattern.compile("\\btok_[A-Za-z0-9]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Masks() {}

  /** Whether a field of this name holds a secret; case does not count. */
  public static boolean secret(String field) {
    return SECRET.contains(field.toLowerCase(Locale.ROOT));
  }

  /** Masks what looks like a credential wherever it stands in a text. */
  public static String text(String text) {
    String masked = text;
    if (masked.indexOf('=') >= 0 || masked.contains("://")) {
      masked = PARAMETER.matcher(masked).replaceAll(Masks::parameter);
    }
    if (masked.contains("eyJ")
        || masked.regionMatches(true, 0, "bearer ", 0, 7)
        || masked.toLowerCase(Locale.ROOT).contains("bearer ")
        || masked.toLowerCase(Locale.ROOT).contains("basic ")) {
      masked = BEARER.matcher(masked).replaceAll(MASK);
    }
    return masked.contains("tok_") ? CARD_TOKEN.matcher(masked).replaceAll("tok_" + MASK) : masked;
  }

  private static String parameter(MatchResult found) {
    String before = found.group(1) == null ? found.group(2) : found.group(1);
    return Matcher.quoteReplacement(before + MASK);
  }

  /** Masks a body: field by field where it is JSON, also JSON within JSON; else by shape. */
  public static String body(String body) {
    String start = body.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return text(fields(body));
    }
    try {
      return JSON.writeValueAsString(masked(JSON.readTree(body)));
    } catch (JsonProcessingException | StackOverflowError noJson) {
      return text(fields(body));
    }
  }

  /** Masks secrets by their names in what is no JSON, or not all of it: logs, bodies cut off. */
  private static String fields(String text) {
    if (text.indexOf('"') < 0) {
      return text;
    }
    Matcher names = FIELD.matcher(text);
    StringBuilder masked = new StringBuilder(text.length());
    int copied = 0;
    while (names.find(copied)) {
      String quote = names.group(1) + '"';
      masked.append(text, copied, names.end()).append(quote).append(MASK).append(quote);
      copied = end(text, names.end(), quote.length() - 1);
    }
    return masked.append(text, copied, text.length()).toString();
  }

  /**
   * Where a value ends: behind its last quote or bracket, or where what it stands in ends.
   *
   * @param escapes how many backslashes a quote has where it stands
   */
  private static int end(String text, int start, int escapes) {
    int depth = 0;
    int backslashes = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        backslashes++;
        continue;
      }
      if (c == '"') {
        if (backslashes < escapes) {
          return i - backslashes; // The string that it stands in ends.
        }
        // One more level of JSON doubles the backslashes and adds one.
        if (backslashes % (2 * (escapes + 1)) == escapes) {
          quoted = !quoted;
          if (!quoted && depth == 0) {
            return i + 1;
          }
        }
      } else if (!quoted) {
        if (c == '{' || c == '[') {
          depth++;
        } else if ((c == '}' || c == ']') && --depth <= 0) {
          return depth < 0 ? i : i + 1;
        } else if (c == ',' && depth == 0) {
          return i;
        }
      }
      backslashes = 0;
    }
    return text.length();
  }

  private static JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(names(object))) {
        JsonNode value = object.get(name);
        object.set(name, secret(name) ? object.textNode(MASK) : masked(value));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, masked(array.get(i)));
      }
    } else if (node.isTextual()) {
      return com.fasterxml.jackson.databind.node.TextNode.valueOf(body(node.asText()));
    }
    return node;
  }

  private static List<String> names(ObjectNode object) {
    java.util.ArrayList<String> names = new java.util.ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
