package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of an HTTP answer.
 *
 * @param status the status, or null where any will do
 * @param headers by name
 * @param json by JSONPath
 * @param body of the body as text; null where nothing is
 * @param html of the text of the first element that a CSS selector finds, by selector
 * @param at where it is written
 * @param places where each expectation is written, by {@code status}, {@code body}, {@code header
 *     NAME}, {@code json PATH} and {@code html SELECTOR}
 */
public record Answer(
    @Nullable Integer status,
    Map<String, Check> headers,
    Map<Request.Path, Check> json,
    @Nullable Check body,
    Map<String, Check> html,
    SourceSpan at,
    Map<String, SourceSpan> places) {

  /** Nothing is expected. */
  public static Answer any(SourceSpan at) {
    return new Answer(null, Map.of(), Map.of(), null, Map.of(), at, Map.of());
  }

  /** Where one expectation is written. */
  public SourceSpan place(String expectation) {
    return places.getOrDefault(expectation, at);
  }
}
