package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Writes errors as AWS does, in each protocol's own shape. */
final class Errors {

  private Errors() {}

  static HttpResponse of(Exchange exchange, AwsServiceException error) {
    int status = error.statusCode() < 300 ? 500 : error.statusCode();
    AwsErrorDetails details = error.awsErrorDetails();
    String code =
        details == null || details.errorCode() == null ? "InternalFailure" : details.errorCode();
    String message =
        details == null || details.errorMessage() == null
            ? String.valueOf(error.getMessage())
            : details.errorMessage();
    Fault fault = new Fault(error, code, message, status);
    return switch (exchange.protocol()) {
      case AWS_JSON, REST_JSON, CBOR -> json(exchange, fault);
      case QUERY -> query(exchange, fault);
      case EC2 -> ec2(exchange, fault);
      case REST_XML -> exchange.s3() ? s3(exchange, fault) : query(exchange, fault);
    };
  }

  private record Fault(AwsServiceException error, String code, String message, int status) {

    String side() {
      return status < 500 ? "Sender" : "Receiver";
    }

    /** The name of the error's shape: the code, but where AWS kept an older code for queries. */
    String shape(boolean queryCompatible) {
      String type = error.getClass().getSimpleName();
      if (!queryCompatible || type.equals("AwsServiceException")) {
        return code;
      }
      return type.equals("ResourceNotFoundException") ? type : type.replaceFirst("Exception$", "");
    }

    List<Member> members() {
      return Shape.of(error).body().stream()
          .filter(member -> !member.name().equalsIgnoreCase("message"))
          .filter(member -> !member.name().equalsIgnoreCase("code"))
          .toList();
    }

    void write(XmlWriter xml) {
      xml.members(error, members());
    }
  }

  private static HttpResponse json(Exchange exchange, Fault fault) {
    String service = exchange.service() == null ? "" : exchange.service().service().id();
    boolean queryCompatible = service.equals("sqs") || service.equals("cloudwatch");
    String shape = fault.shape(service.equals("sqs"));
    Headers headers = exchange.headers().set("content-type", exchange.contentType());
    headers.set("x-amzn-ErrorType", shape);
    if (queryCompatible) {
      headers.set("x-amzn-query-error", fault.code() + ";" + fault.side());
    }
    String type = typePrefix(service) + shape;
    boolean cbor = exchange.protocol() == Protocol.CBOR;
    String messageName = service.equals("lambda") ? "Message" : "message";
    JsonBody body =
        out -> {
          out.writeStartObject();
          out.writeStringField("__type", type);
          if (service.equals("lambda")) {
            out.writeStringField("Type", fault.status() < 500 ? "User" : "Service");
          }
          out.writeStringField(messageName, fault.message());
          List<Member> members =
              fault.members().stream().filter(member -> !member.name().equals("Type")).toList();
          new JsonWriter(out).members(fault.error(), members);
          out.writeEndObject();
        };
    return HttpResponse.of(fault.status(), headers, write(cbor, body));
  }

  private static String typePrefix(String service) {
    return switch (service) {
      case "dynamodb" -> "com.amazonaws.dynamodb.v20120810#";
      case "sqs" -> "com.amazonaws.sqs#";
      case "cloudwatch" -> "com.amazonaws.cloudwatch#";
      default -> "";
    };
  }

  private interface JsonBody {
    void on(JsonGenerator out) throws IOException;
  }

  private static byte[] write(boolean cbor, JsonBody body) {
    var bytes = new java.io.ByteArrayOutputStream(256);
    try (JsonGenerator out = (cbor ? Bodies.CBOR : Bodies.JSON).createGenerator(bytes)) {
      body.on(out);
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static HttpResponse query(Exchange exchange, Fault fault) {
    XmlWriter xml =
        new XmlWriter(exchange.names(), false, false)
            .open("ErrorResponse", exchange.namespace())
            .open("Error")
            .element("Type", fault.side())
            .element("Code", fault.code())
            .element("Message", fault.message());
    fault.write(xml);
    xml.close("Error").element("RequestId", exchange.requestId()).close("ErrorResponse");
    return exchange.answer(fault.status(), exchange.contentType(), Answers.utf8(xml));
  }

  private static HttpResponse ec2(Exchange exchange, Fault fault) {
    XmlWriter xml =
        new XmlWriter(Names.USUAL, true, true)
            .open("Response")
            .open("Errors")
            .open("Error")
            .element("Code", fault.code())
            .element("Message", fault.message())
            .close("Error")
            .close("Errors")
            .element("RequestID", exchange.requestId())
            .close("Response");
    return exchange.answer(fault.status(), exchange.contentType(), Answers.utf8(xml));
  }

  private static HttpResponse s3(Exchange exchange, Fault fault) {
    if (exchange.request().method().equals("HEAD") || fault.status() == 304) {
      return HttpResponse.of(fault.status(), exchange.headers(), new byte[0]);
    }
    XmlWriter xml =
        new XmlWriter(Names.USUAL, false, true)
            .open("Error")
            .element("Code", fault.code())
            .element("Message", fault.message())
            .element("Resource", exchange.request().path());
    fault.write(xml);
    xml.element("RequestId", exchange.requestId())
        .element("HostId", exchange.hostId())
        .close("Error");
    return exchange.answer(fault.status(), exchange.contentType(), Answers.utf8(xml));
  }
}
