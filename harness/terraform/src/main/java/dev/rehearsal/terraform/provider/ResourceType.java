package dev.rehearsal.terraform.provider;

/**
 * A resource type that the provider serves. Stateless; called from many threads.
 *
 * <p>{@code docs/adding-a-resource-type.md} tells how to write one.
 */
public interface ResourceType {

  /** Terraform's name, for example {@code aws_sqs_queue}. */
  String name();

  /** Declares what the official schema's extract can't tell. */
  void declare(Rules rules);

  /** Makes the resource and sets the instance's id. {@link #read} follows at once. */
  void create(ResourceInstance it);

  /** Reads the resource into the instance, or calls {@link ResourceInstance#gone()}. */
  void read(ResourceInstance it);

  /** Changes what changed in place. {@link #read} follows at once. Tags are changed already. */
  default void update(ResourceInstance it) {}

  /** Deletes the resource. That it is gone already is no error. */
  void delete(ResourceInstance it);
}
