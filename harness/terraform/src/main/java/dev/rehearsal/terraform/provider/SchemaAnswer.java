package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.protocol.GetProviderSchema;
import dev.rehearsal.terraform.protocol.ServerCapabilities;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The answer to GetSchema: what is served, and what the configuration uses besides. All of the
 * official provider's 2,200 types would take Terraform longer than the whole apply. Thread-safe.
 */
final class SchemaAnswer {

  private static final Set<String> SECRETS = Set.of("secret_key", "token");

  private final Catalog catalog;
  private final Set<String> used = new HashSet<>();
  private GetProviderSchema.@Nullable Response made;

  SchemaAnswer(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Adds types that a configuration names; those that do not exist officially are left out. */
  synchronized void use(Set<String> names) {
    if (used.addAll(names)) {
      made = null;
    }
  }

  synchronized Set<String> resources() {
    Set<String> all = new TreeSet<>(catalog.resources().keySet());
    used.stream().filter(name -> catalog.library().resource(name).isPresent()).forEach(all::add);
    return all;
  }

  synchronized Set<String> dataSources() {
    Set<String> all = new TreeSet<>(catalog.dataSources().keySet());
    used.stream().filter(name -> catalog.library().dataSource(name).isPresent()).forEach(all::add);
    return all;
  }

  synchronized GetProviderSchema.Response get(ServerCapabilities capabilities) {
    if (made == null) {
      GetProviderSchema.Response.Builder answer =
          GetProviderSchema.Response.newBuilder()
              .setServerCapabilities(capabilities)
              .setProvider(Schemas.of(catalog.library().provider(), SECRETS::contains))
              .putAllFunctions(ProviderFunctions.all());
      for (String name : resources()) {
        Engine engine = catalog.resources().get(name);
        answer.putResourceSchemas(
            name,
            Schemas.of(
                catalog.resourceSchema(name), path -> engine != null && engine.sensitive(path)));
      }
      List<String> hidden = List.of("secret_string", "secret_binary", "value");
      for (String name : dataSources()) {
        boolean secret = name.startsWith("aws_secretsmanager") || name.startsWith("aws_ssm");
        answer.putDataSourceSchemas(
            name,
            Schemas.of(catalog.dataSourceSchema(name), path -> secret && hidden.contains(path)));
      }
      made = answer.build();
    }
    return made;
  }
}
