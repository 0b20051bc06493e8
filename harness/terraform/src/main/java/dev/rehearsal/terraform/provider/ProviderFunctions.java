package dev.rehearsal.terraform.provider;

import com.google.protobuf.ByteString;
import dev.rehearsal.terraform.protocol.CallFunction;
import dev.rehearsal.terraform.protocol.DynamicValue;
import dev.rehearsal.terraform.protocol.Function;
import dev.rehearsal.terraform.protocol.FunctionError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** The provider's functions: {@code provider::aws::arn_parse} and its like. */
final class ProviderFunctions {

  private static final List<String> PARTS =
      List.of("partition", "service", "region", "account_id", "resource");

  private ProviderFunctions() {}

  static Map<String, Function> all() {
    String object =
        "[\"object\",{\"partition\":\"string\",\"service\":\"string\",\"region\":\"string\","
            + "\"account_id\":\"string\",\"resource\":\"string\"}]";
    return Map.of(
        "arn_parse", function(object, List.of("arn")),
        "arn_build", function("\"string\"", PARTS),
        "trim_iam_role_path", function("\"string\"", List.of("arn")));
  }

  static CallFunction.Response call(CallFunction.Request request) {
    try {
      List<String> arguments = new ArrayList<>();
      for (DynamicValue value : request.getArgumentsList()) {
        MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(value.getMsgpack().toByteArray());
        arguments.add(unpacker.unpackString());
      }
      return switch (request.getName()) {
        case "arn_build" -> text("arn:" + String.join(":", arguments));
        case "arn_parse" -> parse(arguments.get(0));
        case "trim_iam_role_path" -> text(arguments.get(0).replaceFirst(":role/.*/", ":role/"));
        default -> error("The provider has no function " + request.getName() + ".");
      };
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static CallFunction.Response parse(String arn) throws IOException {
    String[] parts = arn.split(":", 6);
    if (parts.length != 6 || !parts[0].equals("arn")) {
      return error(
          "arn parse: \""
              + arn
              + "\" is not an ARN: expected arn:partition:service:region:account:resource");
    }
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(PARTS.size());
      for (int i = 0; i < PARTS.size(); i++) {
        packer.packString(PARTS.get(i)).packString(parts[i + 1]);
      }
      return result(packer.toByteArray());
    }
  }

  private static CallFunction.Response text(String text) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packString(text);
      return result(packer.toByteArray());
    }
  }

  private static CallFunction.Response result(byte[] packed) {
    return CallFunction.Response.newBuilder()
        .setResult(DynamicValue.newBuilder().setMsgpack(ByteString.copyFrom(packed)))
        .build();
  }

  private static CallFunction.Response error(String text) {
    return CallFunction.Response.newBuilder()
        .setError(FunctionError.newBuilder().setText(text).setFunctionArgument(0))
        .build();
  }

  private static Function function(String type, List<String> parameters) {
    Function.Builder function =
        Function.newBuilder()
            .setReturn(Function.Return.newBuilder().setType(ByteString.copyFromUtf8(type)));
    parameters.forEach(
        name ->
            function.addParameters(
                Function.Parameter.newBuilder()
                    .setName(name)
                    .setType(ByteString.copyFromUtf8("\"string\""))));
    return function.build();
  }
}
