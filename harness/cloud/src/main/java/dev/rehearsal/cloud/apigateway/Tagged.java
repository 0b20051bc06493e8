package dev.rehearsal.cloud.apigateway;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an ARN of this service names: an API or a stage of it, both of which carry tags. */
record Tagged(HttpApi api, @Nullable String stage) {

  private static final Pattern ARN =
      Pattern.compile("arn:aws:apigateway:[a-z0-9-]+::/apis/([a-z0-9]+)(?:/stages/(.+))?");

  static Tagged of(ApiGateway gateway, String arn) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw ApiErrors.badRequest("Invalid resource ARN: " + arn);
    }
    Tagged tagged = new Tagged(gateway.api(matcher.group(1)), matcher.group(2));
    tagged.tags();
    return tagged;
  }

  Map<String, String> tags() {
    return stage == null ? api.api().tags() : api.stage(stage).tags();
  }

  void set(Map<String, String> tags) {
    if (stage == null) {
      api.update(before -> before.toBuilder().tags(tags).build());
    } else {
      api.put(api.stage(stage).toBuilder().tags(tags).build());
    }
  }
}
