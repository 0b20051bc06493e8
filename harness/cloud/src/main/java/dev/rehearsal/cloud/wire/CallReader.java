package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;

/** Reads a request in two steps: which operation it is, then, once it is trusted, what it says. */
final class CallReader {

  private final Exchange exchange;
  private final ServicePlan service;
  private final HttpRequest request;
  private final Query query;
  private final Endpoints endpoints;

  CallReader(Exchange exchange, Query query, Endpoints endpoints) {
    this.exchange = exchange;
    this.service = java.util.Objects.requireNonNull(exchange.service());
    this.request = exchange.request();
    this.query = query;
    this.endpoints = endpoints;
  }

  /**
   * The operation asked for.
   *
   * @param plan the operation
   * @param labels the values in its address
   * @param body the body as it was sent; empty where it is streamed
   */
  record Found(OperationPlan plan, Map<String, String> labels, byte[] body) {

    boolean streamed() {
      return plan.operation().body() == Operation.Body.REQUEST;
    }

    String bodyHash() {
      return Hashes.sha256(body);
    }
  }

  /**
   * The typed request.
   *
   * @param request the request
   * @param body its stream, where it has one
   */
  record Input(SdkRequest request, @Nullable RequestBody body) {}

  Found find(byte @Nullable [] read) throws IOException {
    String later = LaterAddresses.operation(service, request).orElse(null);
    if (later != null) {
      return new Found(
          service.operation(later).orElseThrow(), Map.of(), RequestBodies.buffered(exchange));
    }
    if (exchange.protocol().rest()) {
      String path = exchange.s3() ? S3Address.path(request) : request.path();
      RestRoutes.Match match =
          service.routes().match(path, query, request).orElseThrow(this::noSuchRoute);
      boolean streamed = match.plan().operation().body() == Operation.Body.REQUEST;
      return new Found(
          match.plan(), match.labels(), streamed ? new byte[0] : RequestBodies.buffered(exchange));
    }
    byte[] body = read == null ? RequestBodies.buffered(exchange) : read;
    String name = operationName(body);
    OperationPlan plan = service.operation(name).orElseThrow(() -> noSuchOperation(name));
    return new Found(plan, Map.of(), body);
  }

  private String operationName(byte[] body) throws IOException {
    switch (exchange.protocol()) {
      case AWS_JSON -> {
        requireContentType("json");
        String target = request.header("x-amz-target").orElse("");
        return target.substring(target.lastIndexOf('.') + 1);
      }
      case CBOR -> {
        requireContentType("cbor");
        String[] parts = UriTemplate.parts(request.path());
        return parts.length == 4 ? parts[3] : "";
      }
      default -> {
        Query form = RequestBodies.form(query, RequestBodies.inflated(request, body));
        String action = form.first("Action");
        if (action == null) {
          throw AwsError.of("MissingAction", 400, "The request does not name an Action.");
        }
        return action;
      }
    }
  }

  private void requireContentType(String part) {
    String type = request.header("content-type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).contains(part)) {
      throw AwsError.of(
          "UnsupportedMediaTypeException",
          415,
          "The content type '" + type + "' is not one of " + part + ".");
    }
  }

  Input read(Found found, @Nullable Signature signature, byte @Nullable [] signingKey)
      throws IOException {
    SdkPojo builder = found.plan().newRequest();
    byte[] body = found.body();
    switch (exchange.protocol()) {
      case AWS_JSON, CBOR -> {
        byte[] plain = RequestBodies.inflated(request, body);
        if (plain.length > 0) {
          Binder.bind(Bodies.parse(plain, exchange.protocol()), builder);
        }
      }
      case QUERY, EC2 -> {
        Query form = RequestBodies.form(query, RequestBodies.inflated(request, body));
        Binder.bind(QuerySource.of(parameters(found.plan(), form), exchange.names()), builder);
      }
      case REST_JSON, REST_XML -> {
        return rest(found, builder, signature, signingKey);
      }
    }
    return new Input(OperationPlan.build(builder), null);
  }

  /** Older clients of SQS name the queue by the address they post to. */
  private Map<String, String> parameters(OperationPlan plan, Query form) {
    Map<String, String> parameters = form.firsts();
    if (plan.operation().service().id().equals("sqs")
        && !parameters.containsKey("QueueUrl")
        && request.path().length() > 1) {
      Map<String, String> named = new HashMap<>(parameters);
      named.put("QueueUrl", endpoints.get(Endpoints.Server.AWS) + request.path());
      return named;
    }
    return parameters;
  }

  private Input rest(
      Found found, SdkPojo builder, @Nullable Signature signature, byte @Nullable [] signingKey)
      throws IOException {
    Headers headers = request.headers();
    String later = LaterAddresses.operation(service, request).orElse(null);
    if (later != null) {
      Query members = LaterAddresses.members(later, RequestBodies.inflated(request, found.body()));
      new RestReader(Map.of(), members, headers).read(builder);
      return new Input(OperationPlan.build(builder), null);
    }
    if (!exchange.s3()) {
      new RestReader(found.labels(), query, headers).read(builder);
      RestReader.body(builder, RequestBodies.inflated(request, found.body()), exchange.protocol());
      return new Input(OperationPlan.build(builder), null);
    }
    S3Body body = new S3Body(request, found.plan(), builder);
    new RestReader(found.labels(), query, body.headers()).read(builder);
    if (found.streamed()) {
      RequestBody stream = body.stream(signature, signingKey);
      return new Input(OperationPlan.build(builder), stream);
    }
    RestReader.body(builder, body.checked(found.body()), Protocol.REST_XML);
    return new Input(OperationPlan.build(builder), null);
  }

  private RuntimeException noSuchOperation(String name) {
    return switch (exchange.protocol()) {
      case QUERY, EC2 ->
          AwsError.of(
              "InvalidAction",
              400,
              "Could not find operation "
                  + name
                  + " for version "
                  + String.valueOf(query.first("Version"))
                  + " of "
                  + service.service());
      default ->
          AwsError.of(
              "UnknownOperationException",
              400,
              service.service() + " has no operation '" + name + "'.");
    };
  }

  private RuntimeException noSuchRoute() {
    return exchange.s3()
        ? AwsError.of(
            "MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
        : AwsError.of(
            "UnknownOperationException",
            404,
            service.service()
                + " has no operation "
                + request.method()
                + " "
                + request.path()
                + ".");
  }
}
