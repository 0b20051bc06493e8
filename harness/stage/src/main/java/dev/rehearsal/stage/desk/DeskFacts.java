package dev.rehearsal.stage.desk;

import java.net.URI;

/**
 * What people must know to use a stage. The access key is the stage's own and opens nothing else.
 *
 * @param shop the shop at the edge
 * @param api the HTTP API, not through the edge
 * @param aws the AWS endpoint
 */
public record DeskFacts(
    String target,
    String environment,
    String region,
    URI shop,
    URI api,
    URI aws,
    String accessKeyId,
    String secretAccessKey) {}
