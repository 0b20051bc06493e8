package dev.rehearsal.cloud.wafv2;

import dev.rehearsal.cloud.http.Headers;

/**
 * A viewer's request as a web ACL looks at it.
 *
 * @param source the distribution that it was sent to
 * @param id the id that CloudFront gave it
 * @param address the viewer's IP address
 * @param method the method, in upper case
 * @param path the path as sent, still percent-encoded
 * @param query the query as sent, without the question mark
 * @param headers the headers
 * @param body the whole body
 */
public record WebRequest(
    String source,
    String id,
    String address,
    String method,
    String path,
    String query,
    Headers headers,
    byte[] body) {}
