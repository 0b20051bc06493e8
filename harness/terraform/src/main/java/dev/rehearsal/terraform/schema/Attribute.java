package dev.rehearsal.terraform.schema;

/**
 * An argument or a result of a resource type.
 *
 * @param name its name, for example {@code bucket_prefix}
 * @param type its type
 * @param required whether a configuration must give it
 * @param optional whether a configuration may give it
 * @param computed whether the provider decides it where the configuration doesn't
 */
public record Attribute(
    String name, Type type, boolean required, boolean optional, boolean computed) {

  /** Whether a configuration gives the value and no state keeps it. */
  public boolean writeOnly() {
    return name.endsWith("_wo");
  }

  /** Whether only the provider decides the value. */
  public boolean resultOnly() {
    return computed && !optional && !required;
  }
}
