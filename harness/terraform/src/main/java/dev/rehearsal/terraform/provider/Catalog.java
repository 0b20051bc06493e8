package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.schema.SchemaLibrary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types that the provider serves, and those that only the official one does. */
final class Catalog {

  private final SchemaLibrary library = SchemaLibrary.load();
  private final Map<String, Engine> resources = new TreeMap<>();
  private final Map<String, DataSource> dataSources = new TreeMap<>();

  Catalog(List<ResourceType> types, List<DataSource> sources, Clients clients) {
    for (ResourceType type : types) {
      Block schema =
          library
              .resource(type.name())
              .orElseThrow(() -> new IllegalArgumentException("No official type " + type.name()));
      resources.put(type.name(), new Engine(type, schema, clients));
    }
    sources.forEach(source -> dataSources.put(source.name(), source));
  }

  SchemaLibrary library() {
    return library;
  }

  Map<String, Engine> resources() {
    return resources;
  }

  Map<String, DataSource> dataSources() {
    return dataSources;
  }

  Engine resource(String name) {
    Engine engine = resources.get(name);
    if (engine == null) {
      throw notServed("resource type", name, library.resource(name));
    }
    return engine;
  }

  DataSource dataSource(String name) {
    DataSource source = dataSources.get(name);
    if (source == null) {
      throw notServed("data source", name, library.dataSource(name));
    }
    return source;
  }

  /** The schema of a type, served or not. */
  Block resourceSchema(String name) {
    return library
        .resource(name)
        .orElseThrow(() -> notServed("resource type", name, Optional.empty()));
  }

  Block dataSourceSchema(String name) {
    return library
        .dataSource(name)
        .orElseThrow(() -> notServed("data source", name, Optional.empty()));
  }

  private static ProviderException notServed(String kind, String name, Optional<Block> official) {
    return official.isPresent()
        ? new ProviderException(
            name + " is not served by the embedded provider",
            "The official provider has the "
                + kind
                + " "
                + name
                + "; the embedded one does not serve it yet. docs/adding-a-resource-type.md tells how"
                + " to add it; leave it out of the rehearsal with a variable, or use the official"
                + " provider.",
            List.of())
        : new ProviderException(
            "Invalid " + kind,
            "The provider hashicorp/aws does not support " + kind + " \"" + name + "\".",
            List.of());
  }
}
