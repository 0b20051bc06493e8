package dev.rehearsal.terraform.provider;

import com.google.protobuf.ByteString;
import dev.rehearsal.terraform.protocol.Schema;
import dev.rehearsal.terraform.schema.Block;
import java.util.function.Predicate;

/** Writes schemas as the protocol has them. */
final class Schemas {

  private Schemas() {}

  static Schema of(Block block, Predicate<String> sensitive) {
    return Schema.newBuilder().setBlock(block("", block, sensitive)).build();
  }

  private static Schema.Block block(String path, Block block, Predicate<String> sensitive) {
    Schema.Block.Builder out = Schema.Block.newBuilder();
    block
        .attributes()
        .values()
        .forEach(
            attribute ->
                out.addAttributes(
                    Schema.Attribute.newBuilder()
                        .setName(attribute.name())
                        .setType(ByteString.copyFromUtf8(attribute.type().json()))
                        .setRequired(attribute.required())
                        .setOptional(attribute.optional())
                        .setComputed(attribute.computed())
                        .setSensitive(sensitive.test(Equivalence.join(path, attribute.name())))
                        .setWriteOnly(attribute.writeOnly())));
    block
        .blocks()
        .values()
        .forEach(
            nested ->
                out.addBlockTypes(
                    Schema.NestedBlock.newBuilder()
                        .setTypeName(nested.name())
                        .setNestingValue(
                            switch (nested.nesting()) {
                              case SINGLE -> Schema.NestedBlock.NestingMode.SINGLE_VALUE;
                              case LIST -> Schema.NestedBlock.NestingMode.LIST_VALUE;
                              case SET -> Schema.NestedBlock.NestingMode.SET_VALUE;
                              case MAP -> Schema.NestedBlock.NestingMode.MAP_VALUE;
                            })
                        .setMinItems(nested.min())
                        .setMaxItems(nested.max())
                        .setBlock(
                            block(
                                Equivalence.join(path, nested.name()),
                                nested.block(),
                                sensitive))));
    return out.build();
  }
}
