package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.rehearsal.cloud.call.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The SDK's requests and answers as JSON, whose fields are called as AWS calls its members. */
public final class TypedJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TypedJson() {}

  /**
   * Makes an operation's request.
   *
   * @throws IllegalArgumentException where a field is none of the operation's, or of another type
   */
  public static SdkRequest request(Operation operation, JsonNode fields) {
    try {
      SdkPojo builder = (SdkPojo) operation.requestType().getMethod("builder").invoke(null);
      known(fields, builder, operation);
      Binder.bindAll(new JsonSource(fields, member -> member.field().memberName()), builder);
      return (SdkRequest) ((SdkBuilder<?, ?>) builder).build();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(operation + " has no builder.", impossible);
    } catch (Malformed wrong) {
      throw new IllegalArgumentException(operation + ": " + wrong.getMessage(), wrong);
    }
  }

  /** An answer's members that have a value. */
  public static JsonNode answer(SdkPojo answer) {
    try (TokenBuffer buffer = new TokenBuffer(JSON, false)) {
      JsonGenerator out = buffer;
      new JsonWriter(out, member -> member.field().memberName()).structure(answer);
      return JSON.readTree(buffer.asParser());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void known(JsonNode fields, SdkPojo builder, Operation operation) {
    fields
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (builder.sdkFields().stream().noneMatch(f -> f.memberName().equals(name))) {
                throw new IllegalArgumentException(
                    operation
                        + " has no member "
                        + name
                        + "; it has "
                        + String.join(
                            ", ", builder.sdkFields().stream().map(f -> f.memberName()).toList())
                        + ".");
              }
            });
  }
}
