package dev.rehearsal.terraform.schema;

/**
 * A block inside a block.
 *
 * @param name its name, for example {@code origin}
 * @param nesting how often it may stand there and whether order counts
 * @param min the least number of blocks
 * @param max the greatest number of blocks; 0 for no limit
 * @param block what stands in it
 */
public record NestedBlock(String name, Nesting nesting, int min, int max, Block block) {

  /** How a block's repetitions are kept. */
  public enum Nesting {
    SINGLE,
    LIST,
    SET,
    MAP
  }

  /** The same with something else in it. */
  public NestedBlock with(Block other) {
    return new NestedBlock(name, nesting, min, max, other);
  }

  /** The type of the value that all blocks of this name make together. */
  public Type type() {
    return switch (nesting) {
      case SINGLE -> block.type();
      case LIST -> new Type.ListOf(block.type());
      case SET -> new Type.SetOf(block.type());
      case MAP -> new Type.MapOf(block.type());
    };
  }
}
