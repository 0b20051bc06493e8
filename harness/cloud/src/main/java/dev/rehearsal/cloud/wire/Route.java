package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import java.util.function.Predicate;

/**
 * Requests on the AWS endpoint that something else answers, such as those for {@code
 * *.execute-api.*}.
 *
 * @param claims tells whether a request is one of them
 * @param handler answers them
 */
public record Route(Predicate<HttpRequest> claims, HttpHandler handler) {}
