package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.wire.Member.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes typed responses as AWS does. */
final class Answers {

  private Answers() {}

  /** Writes a response. */
  static HttpResponse of(Exchange exchange, OperationPlan plan, CallResult result) {
    SdkPojo response = result.response();
    return switch (exchange.protocol()) {
      case AWS_JSON ->
          exchange.answer(200, exchange.jsonType(), json(writer -> writer.body(response)));
      case CBOR -> exchange.answer(200, "application/cbor", cbor(writer -> writer.body(response)));
      case QUERY -> exchange.answer(200, "text/xml", query(exchange, plan, response));
      case EC2 -> exchange.answer(200, "text/xml;charset=UTF-8", ec2(exchange, plan, response));
      case REST_JSON, REST_XML -> rest(exchange, plan, result);
    };
  }

  /** Something that writes JSON. */
  interface Writing {
    void on(JsonWriter writer) throws IOException;
  }

  static byte[] json(Writing writing) {
    return write(Bodies.JSON, writing);
  }

  static byte[] cbor(Writing writing) {
    return write(Bodies.CBOR, writing);
  }

  private static byte[] write(com.fasterxml.jackson.databind.ObjectMapper mapper, Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = mapper.createGenerator(bytes)) {
      generator.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      writing.on(new JsonWriter(generator));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] query(Exchange exchange, OperationPlan plan, SdkPojo response) {
    String name = plan.wireName();
    XmlWriter xml = new XmlWriter(exchange.names(), false, false);
    xml.open(name + "Response", exchange.namespace());
    List<Member> members = Shape.of(response).body();
    // Also where it is empty: the SDK for Python looks for it.
    xml.open(name + "Result").members(response, members).close(name + "Result");
    xml.open("ResponseMetadata")
        .element("RequestId", exchange.requestId())
        .close("ResponseMetadata")
        .close(name + "Response");
    return utf8(xml);
  }

  private static byte[] ec2(Exchange exchange, OperationPlan plan, SdkPojo response) {
    String name = plan.wireName() + "Response";
    List<Member> members = Shape.of(response).body();
    XmlWriter xml = new XmlWriter(exchange.names(), true, true);
    xml.open(name, exchange.namespace()).element("requestId", exchange.requestId());
    if (members.isEmpty()) {
      xml.element("return", "true");
    }
    return utf8(xml.members(response, members).close(name));
  }

  private static HttpResponse rest(Exchange exchange, OperationPlan plan, CallResult result) {
    SdkPojo response = result.response();
    Shape shape = Shape.of(response);
    Headers headers = exchange.headers();
    int status = headers(shape, response, headers, SuccessStatus.of(plan));
    if (headers.contains("content-range") && status == 200) {
      status = 206;
    }
    InputStream stream = result.stream();
    if (stream != null) {
      String length = headers.first("content-length").orElse("-1");
      headers.remove("content-length");
      return new HttpResponse(status, headers, stream, Long.parseLong(length));
    }
    byte[] body = status == 204 || status == 304 ? new byte[0] : body(exchange, plan, response);
    if (!headers.contains("content-type") && body.length > 0) {
      headers.set("content-type", exchange.contentType());
    }
    return HttpResponse.of(status, headers, body);
  }

  private static int headers(Shape shape, SdkPojo response, Headers headers, int usual) {
    int status = usual;
    for (Member member : shape.members()) {
      if (member.location() != MarshallLocation.HEADER
          && member.location() != MarshallLocation.STATUS_CODE) {
        continue;
      }
      Object value = member.field().getValueOrDefault(response);
      if (value == null || Absent.is(value)) {
        continue;
      }
      if (member.location() == MarshallLocation.STATUS_CODE) {
        status = ((Number) value).intValue();
      } else if (value instanceof Map<?, ?> map) {
        map.forEach((key, each) -> headers.set(member.answerName() + key, String.valueOf(each)));
      } else if (value instanceof List<?> list) {
        headers.set(
            member.answerName(),
            list.stream().map(String::valueOf).collect(Collectors.joining(",")));
      } else {
        headers.set(
            member.answerName(),
            Scalars.text(value, member.kind(), member.format(), Format.RFC_822));
      }
    }
    return status;
  }

  private static byte[] body(Exchange exchange, OperationPlan plan, SdkPojo response) {
    Shape shape = Shape.of(response);
    Member payload = shape.payload();
    if (payload == null) {
      if (exchange.protocol() == Protocol.REST_JSON) {
        return json(writer -> writer.body(response));
      }
      return shape.body().isEmpty()
          ? new byte[0]
          : xml(exchange, XmlNames.root(plan), response, shape.body());
    }
    Object value = payload.field().getValueOrDefault(response);
    if (payload.kind() == Kind.STRING && payload.name().equals("LocationConstraint")) {
      return location(exchange, value == null ? "" : (String) value);
    }
    if (value == null) {
      return new byte[0];
    }
    if (payload.kind() == Kind.BYTES) {
      return ((SdkBytes) value).asByteArrayUnsafe();
    }
    if (payload.kind() == Kind.STRING) {
      return ((String) value).getBytes(StandardCharsets.UTF_8);
    }
    SdkPojo inner = (SdkPojo) value;
    return exchange.protocol() == Protocol.REST_JSON
        ? json(writer -> writer.structure(inner))
        : xml(exchange, payload.answerName(), inner, Shape.of(inner).members());
  }

  /** The one answer of S3 whose root element is a text. */
  private static byte[] location(Exchange exchange, String region) {
    return utf8(
        new XmlWriter(Names.USUAL, false, true)
            .open("LocationConstraint", exchange.namespace())
            .text(region)
            .close("LocationConstraint"));
  }

  private static byte[] xml(Exchange exchange, String root, SdkPojo value, List<Member> members) {
    return utf8(
        new XmlWriter(Names.USUAL, false, true)
            .open(root, exchange.namespace())
            .members(value, members)
            .close(root));
  }

  static byte[] utf8(XmlWriter xml) {
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }
}
