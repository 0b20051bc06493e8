package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request and how to answer it.
 *
 * @param request the request
 * @param requestId its id
 * @param service the service asked, or null where none could be told
 * @param protocol the protocol the client speaks
 */
record Exchange(
    HttpRequest request, String requestId, @Nullable ServicePlan service, Protocol protocol) {

  boolean s3() {
    return service != null && service.service().id().equals("s3");
  }

  Names names() {
    return service != null && service.service().id().equals("sqs") ? Names.SQS : Names.USUAL;
  }

  String namespace() {
    return service == null
        ? "http://webservices.amazon.com/AWSFault/2005-15-09"
        : XmlNames.namespace(service.service(), version());
  }

  /** The API's version; SQS's is not in the SDK, which does not speak its query protocol. */
  private String version() {
    return service == null ? "" : service.version();
  }

  String contentType() {
    return switch (protocol) {
      case AWS_JSON -> jsonType();
      case REST_JSON -> "application/json";
      case REST_XML -> s3() ? "application/xml" : "text/xml";
      case QUERY -> "text/xml";
      case EC2 -> "text/xml;charset=UTF-8";
      case CBOR -> "application/cbor";
    };
  }

  /** The client's own version of the JSON protocol. */
  String jsonType() {
    String asked = request.header("content-type").orElse("");
    return asked.startsWith("application/x-amz-json-1.1")
        ? "application/x-amz-json-1.1"
        : "application/x-amz-json-1.0";
  }

  /** The headers that every answer has. */
  Headers headers() {
    Headers headers = new Headers();
    if (s3()) {
      headers
          .set("x-amz-request-id", requestId)
          .set("x-amz-id-2", hostId())
          .set("Server", "AmazonS3");
    } else {
      headers.set("x-amzn-RequestId", requestId);
    }
    if (protocol == Protocol.CBOR) {
      headers.set("smithy-protocol", "rpc-v2-cbor");
    }
    return headers;
  }

  String hostId() {
    return java.util.Base64.getEncoder()
        .encodeToString(requestId.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  HttpResponse answer(int status, String contentType, byte[] body) {
    return HttpResponse.of(status, headers().set("content-type", contentType), body);
  }
}
