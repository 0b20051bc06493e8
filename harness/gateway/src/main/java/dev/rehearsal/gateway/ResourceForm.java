package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the ARN of a call's resource is made of its request's members.
 *
 * @param templates what to try in turn, as {@code authorization.txt} describes
 */
record ResourceForm(List<String> templates) {

  /** Reads a form. */
  static ResourceForm parse(String text) {
    return new ResourceForm(Arrays.stream(text.split("\\|\\|", -1)).map(String::strip).toList());
  }

  /** The resources; none where no template's members are all there. */
  List<String> of(AwsCall call, Lookup lookup) {
    for (String template : templates) {
      List<String> made = fill(template, call, lookup);
      if (!made.isEmpty()) {
        return made;
      }
    }
    return List.of();
  }

  private static List<String> fill(String template, AwsCall call, Lookup lookup) {
    List<String> made = List.of("");
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      int close = template.indexOf('}', open);
      List<String> values = values(template.substring(open + 1, close), call, lookup);
      String before = template.substring(from, open);
      List<String> next = new ArrayList<>();
      for (String start : made) {
        for (String value : values) {
          // What is an ARN itself, is the resource: names and ARNs are both taken.
          next.add(value.startsWith("arn:") ? value : start + before + value);
        }
      }
      made = next;
      from = close + 1;
    }
    String rest = template.substring(from);
    return made.stream().map(start -> start + rest).toList();
  }

  private static List<String> values(String member, AwsCall call, Lookup lookup) {
    switch (member) {
      case "region":
        return List.of(call.region());
      case "account":
        return List.of(call.account());
      case "caller":
        return List.of(call.caller().arn());
      default:
        break;
    }
    int colon = member.indexOf(':');
    String path = colon < 0 ? member : member.substring(0, colon);
    String how = colon < 0 ? "" : member.substring(colon + 1);
    if (how.equals("ciphertext")) {
      return Members.bytes(call.request(), path)
          .flatMap(bytes -> lookup.keyOf(call, bytes))
          .map(List::of)
          .orElse(List.of());
    }
    List<String> found = new ArrayList<>();
    for (String text : Members.texts(call.request(), path)) {
      Optional<String> value = lookup.find(call, text, how);
      value.ifPresent(found::add);
    }
    return found;
  }
}
