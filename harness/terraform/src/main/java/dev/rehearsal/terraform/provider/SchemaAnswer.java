package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.protocol.GetProviderSchema;
import dev.rehearsal.terraform.protocol.ServerCapabilities;
import dev.rehearsal.terraform.schema.Block;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to GetSchema: what is served, and what the configuration uses besides. All of the
 * official provider's 2,200 types would take Terraform longer than the whole apply.
 *
 * <p>Of a web ACL's statements, which stand within each other in all combinations, it has those
 * that the configuration names: all of them are 5,000 arguments, more than twice what all other
 * types of a platform have together, and Terraform compares them for each rule. Thread-safe.
 */
final class SchemaAnswer {

  private static final String WEB_ACL = "aws_wafv2_web_acl";
  private static final Set<String> SECRETS = Set.of("secret_key", "token");

  private final Catalog catalog;
  private final ConfigurationUse used = new ConfigurationUse();
  private Supplier<ConfigurationUse> source = ConfigurationUse::new;
  private @Nullable Block webAcl;
  private GetProviderSchema.@Nullable Response made;

  SchemaAnswer(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Takes a configuration's use from here from now on, beside what is used already. */
  synchronized void serve(Supplier<ConfigurationUse> use) {
    source = use;
  }

  /** Reads what is used now. Due when a Terraform has just started: it asks for schemas once. */
  synchronized void read() {
    if (used.add(source.get())) {
      made = null;
      webAcl = null;
    }
  }

  synchronized Set<String> resources() {
    Set<String> all = new TreeSet<>(catalog.resources().keySet());
    used.types().stream()
        .filter(name -> catalog.library().resource(name).isPresent())
        .forEach(all::add);
    return all;
  }

  synchronized Set<String> dataSources() {
    Set<String> all = new TreeSet<>(catalog.dataSources().keySet());
    used.types().stream()
        .filter(name -> catalog.library().dataSource(name).isPresent())
        .forEach(all::add);
    return all;
  }

  /** A resource type's schema as Terraform has it, the form that all values for it must have. */
  synchronized Block resource(String name) {
    Block whole = catalog.resourceSchema(name);
    if (!name.equals(WEB_ACL)) {
      return whole;
    }
    if (webAcl == null) {
      webAcl = named(whole, false);
    }
    return webAcl;
  }

  private Block named(Block block, boolean inStatement) {
    return block.mapBlocks(
        nested ->
            inStatement && !used.names(nested.name())
                ? Optional.empty()
                : Optional.of(
                    nested.with(
                        named(nested.block(), inStatement || nested.name().equals("statement")))));
  }

  synchronized GetProviderSchema.Response get(ServerCapabilities capabilities) {
    read();
    if (made == null) {
      GetProviderSchema.Response.Builder answer =
          GetProviderSchema.Response.newBuilder()
              .setServerCapabilities(capabilities)
              .setProvider(Schemas.of(catalog.library().provider(), SECRETS::contains))
              .putAllFunctions(ProviderFunctions.all());
      for (String name : resources()) {
        Engine engine = catalog.resources().get(name);
        answer.putResourceSchemas(
            name, Schemas.of(resource(name), path -> engine != null && engine.sensitive(path)));
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
