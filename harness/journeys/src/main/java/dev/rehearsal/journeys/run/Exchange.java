package dev.rehearsal.journeys.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request a step sent and the answer it got.
 *
 * @param method the method
 * @param url the whole address
 * @param requestHeaders the headers the engine or the journey set
 * @param requestBody the body; empty where there was none
 * @param status the answer's status
 * @param headers the answer's headers, names in lower case
 * @param body the answer's body as text
 * @param took from sending to the last byte
 * @param picture what a browser showed afterwards, as a PNG in base64; null where none was asked
 */
public record Exchange(
    String method,
    String url,
    Map<String, String> requestHeaders,
    String requestBody,
    int status,
    Map<String, List<String>> headers,
    String body,
    Duration took,
    @Nullable String picture) {}
