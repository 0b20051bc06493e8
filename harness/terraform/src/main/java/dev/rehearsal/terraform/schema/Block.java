package dev.rehearsal.terraform.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Arguments and nested blocks, by name. */
public final class Block {

  private final Map<String, Attribute> attributes;
  private final Map<String, NestedBlock> blocks;
  private final Type.ObjectOf type;

  public Block(Map<String, Attribute> attributes, Map<String, NestedBlock> blocks) {
    this.attributes = attributes;
    this.blocks = blocks;
    Map<String, Type> types = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> types.put(name, attribute.type()));
    blocks.forEach((name, nested) -> types.put(name, nested.type()));
    this.type = new Type.ObjectOf(types);
  }

  public Map<String, Attribute> attributes() {
    return attributes;
  }

  public Map<String, NestedBlock> blocks() {
    return blocks;
  }

  /**
   * This block with other blocks in place of its own; without those that nothing takes the place
   * of.
   */
  public Block mapBlocks(Function<NestedBlock, Optional<NestedBlock>> change) {
    Map<String, NestedBlock> changed = new LinkedHashMap<>();
    blocks.forEach(
        (name, nested) -> change.apply(nested).ifPresent(other -> changed.put(name, other)));
    return new Block(attributes, changed);
  }

  /** The type of the block's value. */
  public Type.ObjectOf type() {
    return type;
  }
}
