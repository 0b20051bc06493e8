package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;

/** The aliases of functions. */
final class Aliases {

  private final Surroundings aws;
  private final FunctionCatalog catalog;

  Aliases(Surroundings aws, FunctionCatalog catalog) {
    this.aws = aws;
    this.catalog = catalog;
  }

  AliasConfiguration create(CreateAliasRequest request) {
    FunctionRecord function = catalog.get(request.functionName());
    if (!request.name().matches("(?!^[0-9]+$)([a-zA-Z0-9-_]{1,128})")) {
      throw Errors.validation(
          "1 validation error detected: Value '"
              + request.name()
              + "' at 'name' failed to satisfy constraint: Member must satisfy regular expression"
              + " pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    }
    check(function, request.functionVersion(), request.routingConfig());
    AliasConfiguration made =
        AliasConfiguration.builder()
            .aliasArn(arn(function, request.name()))
            .name(request.name())
            .functionVersion(request.functionVersion())
            .description(request.description() == null ? "" : request.description())
            .routingConfig(routing(request.routingConfig()))
            .revisionId(aws.ids().uuid())
            .build();
    if (function.aliases.putIfAbsent(request.name(), made) != null) {
      throw Errors.conflict("Alias already exists: " + made.aliasArn());
    }
    return made;
  }

  AliasConfiguration get(String functionName, String name) {
    FunctionRecord function = catalog.get(functionName);
    AliasConfiguration found = function.aliases.get(name);
    if (found == null) {
      throw Errors.notFound("Cannot find alias arn: " + arn(function, name));
    }
    return found;
  }

  AliasConfiguration update(UpdateAliasRequest request) {
    FunctionRecord function = catalog.get(request.functionName());
    synchronized (function) {
      AliasConfiguration before = get(request.functionName(), request.name());
      if (request.revisionId() != null && !request.revisionId().equals(before.revisionId())) {
        throw Errors.revision();
      }
      AliasConfiguration.Builder changed = before.toBuilder().revisionId(aws.ids().uuid());
      if (request.functionVersion() != null) {
        changed.functionVersion(request.functionVersion());
      }
      if (request.description() != null) {
        changed.description(request.description());
      }
      if (request.routingConfig() != null) {
        changed.routingConfig(routing(request.routingConfig()));
      }
      AliasConfiguration after = changed.build();
      check(function, after.functionVersion(), after.routingConfig());
      function.aliases.put(request.name(), after);
      return after;
    }
  }

  void delete(String functionName, String name) {
    catalog.get(functionName).aliases.remove(name);
  }

  ListAliasesResponse list(ListAliasesRequest request) {
    List<AliasConfiguration> found =
        catalog.get(request.functionName()).aliases.values().stream()
            .filter(
                alias ->
                    request.functionVersion() == null
                        || request.functionVersion().equals(alias.functionVersion()))
            .toList();
    Page<AliasConfiguration> page = Page.of(found, request.marker(), request.maxItems(), 50);
    return ListAliasesResponse.builder().aliases(page.items()).nextMarker(page.next()).build();
  }

  private static void check(
      FunctionRecord function, String version, @Nullable AliasRoutingConfiguration routing) {
    exists(function, version);
    if (routing != null) {
      routing.additionalVersionWeights().keySet().forEach(other -> exists(function, other));
    }
  }

  private static void exists(FunctionRecord function, @Nullable String version) {
    boolean number = version != null && version.matches("\\d{1,9}");
    if (!FunctionRef.LATEST.equals(version) && (!number || function.version(version).isEmpty())) {
      throw Errors.notFound("Function not found: " + function.arn() + ":" + version);
    }
  }

  private static @Nullable AliasRoutingConfiguration routing(
      @Nullable AliasRoutingConfiguration asked) {
    return asked == null || asked.additionalVersionWeights().isEmpty() ? null : asked;
  }

  private static String arn(FunctionRecord function, String name) {
    return function.arn() + ":" + name;
  }
}
