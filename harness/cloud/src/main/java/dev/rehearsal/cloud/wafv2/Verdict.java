package dev.rehearsal.cloud.wafv2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a web ACL decided about a request.
 *
 * @param allowed whether the request goes on
 * @param rule the rule that decided; {@code Default_Action} where none did
 * @param labels the labels that rules added, in full
 * @param inserted headers that the request goes on with
 * @param response what is answered instead; null where the request goes on
 */
public record Verdict(
    boolean allowed,
    String rule,
    List<String> labels,
    Map<String, String> inserted,
    @Nullable Response response) {

  /**
   * The answer to a blocked request.
   *
   * @param contentType null where the rule has no answer of its own
   */
  public record Response(
      int status, Map<String, String> headers, @Nullable String contentType, String body) {}
}
