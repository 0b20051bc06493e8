package dev.rehearsal.cloud.wafv2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.OversizeHandling;

/** Picks the parts of a request that a rule looks at. */
final class Fields {

  /** So much of a body is looked at, by default, on a CloudFront distribution. */
  static final int BODY_LIMIT = 16 * 1024;

  private Fields() {}

  /**
   * The parts, or the answer where a body is too large to be looked at as the rule wants.
   *
   * @param texts the parts as sent
   * @param forced whether the statement matches without looking; empty where it is to look
   */
  record Parts(List<String> texts, Optional<Boolean> forced) {
    static Parts of(List<String> texts) {
      return new Parts(texts, Optional.empty());
    }
  }

  static void check(FieldToMatch field) {
    if (field == null) {
      throw WafErrors.invalid("FIELD_TO_MATCH", "A statement needs a field to match");
    }
    if (field.uriPath() == null
        && field.queryString() == null
        && field.allQueryArguments() == null
        && field.singleQueryArgument() == null
        && field.singleHeader() == null
        && field.method() == null
        && field.body() == null
        && field.jsonBody() == null
        && field.cookies() == null
        && field.headers() == null) {
      throw WafErrors.notHere("fields to match like " + field);
    }
  }

  static Parts of(FieldToMatch field, WebRequest request) {
    if (field.uriPath() != null) {
      return Parts.of(List.of(request.path()));
    } else if (field.queryString() != null) {
      return Parts.of(List.of(request.query()));
    } else if (field.allQueryArguments() != null) {
      return Parts.of(arguments(request));
    } else if (field.singleQueryArgument() != null) {
      return Parts.of(argument(request, field.singleQueryArgument().name()));
    } else if (field.singleHeader() != null) {
      return Parts.of(request.headers().all(field.singleHeader().name()));
    } else if (field.method() != null) {
      return Parts.of(List.of(request.method()));
    } else if (field.body() != null) {
      return body(request, field.body().oversizeHandling());
    } else if (field.jsonBody() != null) {
      return body(request, field.jsonBody().oversizeHandling());
    } else if (field.cookies() != null) {
      return Parts.of(request.headers().all("cookie"));
    }
    List<String> headers = new ArrayList<>();
    request.headers().forEach((name, value) -> headers.add(value));
    return Parts.of(headers);
  }

  /** Each argument's name and value, as sent. */
  static List<String> arguments(WebRequest request) {
    List<String> parts = new ArrayList<>();
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        parts.add(pair.substring(0, equals));
        parts.add(pair.substring(equals + 1));
      } else if (!pair.isEmpty()) {
        parts.add(pair);
      }
    }
    return parts;
  }

  private static List<String> argument(WebRequest request, String name) {
    List<String> parts = new ArrayList<>();
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0
          && Transformations.urlDecode(pair.substring(0, equals)).equalsIgnoreCase(name)) {
        parts.add(pair.substring(equals + 1));
      }
    }
    return parts;
  }

  /** The first 16 KiB of the body, as text. */
  static String body(WebRequest request) {
    int length = Math.min(request.body().length, BODY_LIMIT);
    return new String(request.body(), 0, length, StandardCharsets.UTF_8);
  }

  private static Parts body(WebRequest request, OversizeHandling handling) {
    if (request.body().length > BODY_LIMIT && handling == OversizeHandling.MATCH) {
      return new Parts(List.of(), Optional.of(true));
    }
    if (request.body().length > BODY_LIMIT && handling == OversizeHandling.NO_MATCH) {
      return new Parts(List.of(), Optional.of(false));
    }
    return Parts.of(List.of(body(request)));
  }
}
