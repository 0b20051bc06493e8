package dev.rehearsal.terraform.schema;

import java.util.Map;
import java.util.stream.Collectors;

/** A type of Terraform's type system. */
public sealed interface Type {

  /** The type as the plugin protocol writes it, for example {@code ["list","string"]}. */
  String json();

  /** string, number, bool or dynamic. */
  enum Primitive implements Type {
    STRING,
    NUMBER,
    BOOL,
    DYNAMIC;

    @Override
    public String json() {
      return '"' + name().toLowerCase(java.util.Locale.ROOT) + '"';
    }
  }

  /** A list: ordered. */
  record ListOf(Type element) implements Type {
    @Override
    public String json() {
      return "[\"list\"," + element.json() + "]";
    }
  }

  /** A set: unordered, without duplicates. */
  record SetOf(Type element) implements Type {
    @Override
    public String json() {
      return "[\"set\"," + element.json() + "]";
    }
  }

  /** A map with keys of the user's choice. */
  record MapOf(Type element) implements Type {
    @Override
    public String json() {
      return "[\"map\"," + element.json() + "]";
    }
  }

  /** An object with attributes of fixed names. */
  record ObjectOf(Map<String, Type> attributes) implements Type {
    @Override
    public String json() {
      return attributes.entrySet().stream()
          .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue().json())
          .collect(Collectors.joining(",", "[\"object\",{", "}]"));
    }
  }
}
