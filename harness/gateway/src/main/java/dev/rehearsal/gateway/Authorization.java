package dev.rehearsal.gateway;

import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which permissions each operation needs, as {@code authorization.txt} writes down what AWS's
 * service authorization reference says. Immutable.
 */
final class Authorization {

  private static final ResourceForm EVERYTHING = new ResourceForm(List.of("*"));

  /** How an operation is authorised. */
  enum Kind {
    MEMBERS,
    CODE,
    OPEN
  }

  private record Wanted(String action, ResourceForm on) {}

  private record Rule(Kind kind, @Nullable Wanted first, List<Wanted> also) {}

  private final Map<String, Rule> rules = new HashMap<>();
  private final Lookup lookup;

  Authorization(Lookup lookup) {
    this.lookup = lookup;
    read();
  }

  /** The prefix of a service's actions. */
  static String prefix(ServiceDefinition service) {
    return switch (service.id()) {
      case "sesv2" -> "ses";
      case "s3control" -> "s3";
      default -> service.id();
    };
  }

  /** How an operation is authorised; null where nothing says so. */
  @Nullable Kind kind(Operation operation) {
    Rule rule = rules.get(key(operation.service().id(), operation.name()));
    return rule == null ? null : rule.kind();
  }

  /** Everything that must be allowed for the call to go through; nothing for open operations. */
  List<Need> needs(AwsCall call) {
    Operation operation = call.operation();
    Rule rule = rules.get(key(operation.service().id(), operation.name()));
    if (rule == null) {
      // Nothing serves it: whoever may do all may hear that.
      return List.of(new Need(prefix(operation.service()) + ":" + operation.name(), "*"));
    }
    if (rule.kind() == Kind.CODE) {
      return SpecialNeeds.of(call, lookup);
    }
    List<Need> needs = new ArrayList<>();
    if (rule.first() != null) {
      List<String> resources = rule.first().on().of(call, lookup);
      for (String resource : resources.isEmpty() ? List.of("*") : resources) {
        needs.add(new Need(rule.first().action(), resource));
      }
    }
    for (Wanted wanted : rule.also()) {
      wanted.on().of(call, lookup).forEach(on -> needs.add(new Need(wanted.action(), on)));
    }
    return needs.size() < 2 ? needs : needs.stream().distinct().toList();
  }

  private void read() {
    try (InputStream file =
            Objects.requireNonNull(Authorization.class.getResourceAsStream("authorization.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      String service = "";
      Map<String, ResourceForm> forms = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (text.startsWith("service ")) {
          service = text.substring("service ".length());
          forms = new HashMap<>(Map.of("*", EVERYTHING));
        } else if (text.startsWith("resource ")) {
          int equals = text.indexOf('=');
          forms.put(
              text.substring("resource ".length(), equals).strip(),
              ResourceForm.parse(text.substring(equals + 1)));
        } else if (text.startsWith("also ")) {
          also(service, text.split("\\s+", 4));
        } else if (!text.isEmpty() && !text.startsWith("#")) {
          operations(service, text, forms);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("authorization.txt cannot be read.", broken);
    }
  }

  private void operations(String service, String line, Map<String, ResourceForm> forms) {
    int colon = line.indexOf(':');
    String form = line.substring(0, colon);
    for (String word : line.substring(colon + 1).strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      String operation = equals < 0 ? word : word.substring(0, equals);
      String action = equals < 0 ? word : word.substring(equals + 1);
      Rule rule =
          switch (form) {
            case "open" -> new Rule(Kind.OPEN, null, List.of());
            case "code" -> new Rule(Kind.CODE, null, List.of());
            default ->
                new Rule(
                    Kind.MEMBERS,
                    new Wanted(
                        action(service, action),
                        Objects.requireNonNull(
                            forms.get(form), () -> service + " has no form '" + form + "'.")),
                    new ArrayList<>());
          };
      if (rules.put(key(service, operation), rule) != null) {
        throw new IllegalStateException(service + ":" + operation + " is there twice.");
      }
    }
  }

  private void also(String service, String[] words) {
    Rule rule =
        Objects.requireNonNull(
            rules.get(key(service, words[1])),
            () -> "'also " + words[1] + "' stands before its operation.");
    rule.also().add(new Wanted(action(service, words[2]), ResourceForm.parse(words[3])));
  }

  private static String action(String service, String name) {
    if (name.indexOf(':') > 0) {
      return name;
    }
    String prefix =
        switch (service) {
          case "sesv2" -> "ses";
          case "s3control" -> "s3";
          default -> service;
        };
    return prefix + ":" + name;
  }

  private static String key(String service, String operation) {
    return service + ":" + operation;
  }
}
