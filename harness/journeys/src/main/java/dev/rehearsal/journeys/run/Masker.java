package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes secrets out of what a report shows. Thread-safe. */
public final class Masker {

  private static final String MASK = "********";
  private static final Set<String> HEADERS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "set-cookie",
          "x-origin-secret",
          "x-amz-security-token",
          "x-api-key",
          "payment-signature");
  private static final Pattern TOKENS =
      Pattern.compile(
          "eyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*"
              + "|(?<=Bearer )[\\w.~+/=-]{8,}"
              + "|(?<=Signature=)[0-9a-f]{64}"
              + "|(?<![\\w-])tok_\\w+"
              + "|(?<!\\d)(?:\\d[ -]?){15}\\d(?!\\d)");
  private static final Pattern FIELDS =
      Pattern.compile(
          "(\"(?:[^\"\\\\]{0,40})(?:password|secret|token|apikey|api_key|webhookkey|credential"
              + "|authorization|cookie|card|stringseed|authenticationcode|usercode)(?:[^\"\\\\]{0,20})\"\\s*:\\s*)\"((?:[^\"\\\\]|\\\\.)*+)\"",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LINES =
      Pattern.compile(
          "(?im)^((?:authorization|cookie|set-cookie|x-origin-secret|payment-signature)\\s*[:=]\\s*)"
              + "\\S.*$");

  private Masker() {}

  /** The text without its secrets. */
  public static String text(String text) {
    String masked = FIELDS.matcher(text).replaceAll("$1\"" + MASK + "\"");
    masked = LINES.matcher(masked).replaceAll("$1" + MASK);
    return TOKENS.matcher(masked).replaceAll(MASK);
  }

  static @Nullable String orNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  static Hop hop(Hop hop) {
    Map<String, String> facts = new LinkedHashMap<>();
    hop.facts().forEach((key, value) -> facts.put(key, header(key, value)));
    return new Hop(
        hop.id(),
        hop.kind(),
        hop.trace(),
        hop.from(),
        hop.to(),
        hop.action(),
        orNull(hop.resource()),
        hop.start(),
        hop.took(),
        hop.status(),
        hop.error(),
        orNull(hop.request()),
        orNull(hop.response()),
        facts);
  }

  static Exchange exchange(Exchange exchange) {
    Map<String, String> sent = new LinkedHashMap<>();
    exchange.requestHeaders().forEach((name, value) -> sent.put(name, header(name, value)));
    Map<String, List<String>> got = new LinkedHashMap<>();
    exchange
        .headers()
        .forEach(
            (name, values) ->
                got.put(name, values.stream().map(value -> header(name, value)).toList()));
    return new Exchange(
        exchange.method(),
        text(exchange.url()),
        sent,
        text(exchange.requestBody()),
        exchange.status(),
        got,
        text(exchange.body()),
        exchange.took(),
        exchange.picture());
  }

  static Failure failure(Failure failure) {
    List<Failure.Fact> facts = new ArrayList<>();
    failure.facts().forEach(f -> facts.add(new Failure.Fact(f.key(), text(f.value()))));
    return new Failure(text(failure.message()), failure.at(), facts, failure.deviation());
  }

  private static String header(String name, String value) {
    return HEADERS.contains(name.toLowerCase(Locale.ROOT)) ? MASK : text(value);
  }
}
