package dev.rehearsal.cloud.http;

import java.io.IOException;

/** Answers HTTP requests. Called from many threads; may block. */
@FunctionalInterface
public interface HttpHandler {

  HttpResponse handle(HttpRequest request) throws IOException;
}
