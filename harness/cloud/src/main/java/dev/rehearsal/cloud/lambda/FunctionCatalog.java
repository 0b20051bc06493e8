package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** The functions of one account and region, and their versions. Thread-safe. */
final class FunctionCatalog {

  private final Surroundings aws;
  private final VpcInterfaces interfaces;
  private final CodeSource source;
  private final Configurations configurations;
  private final Consumer<String> retire;
  private final Map<String, FunctionRecord> functions = new ConcurrentHashMap<>();

  /**
   * Begins empty.
   *
   * @param retire is told the ARN of a version whose JVMs are out of date
   */
  FunctionCatalog(Surroundings aws, VpcInterfaces interfaces, Consumer<String> retire) {
    this.aws = aws;
    this.interfaces = interfaces;
    this.source = new CodeSource(aws);
    this.configurations = new Configurations(aws);
    this.retire = retire;
  }

  FunctionRecord get(FunctionRef ref) {
    FunctionRecord found = functions.get(ref.name());
    if (found == null) {
      throw Errors.notFound("Function not found: " + arn(ref));
    }
    return found;
  }

  /** The function named in a request, whatever the form. */
  FunctionRecord get(String name) {
    return get(FunctionRef.parse(name, null));
  }

  FunctionVersion version(FunctionRef ref) {
    return get(ref)
        .version(ref.qualifier())
        .orElseThrow(() -> Errors.notFound("Function not found: " + arn(ref)));
  }

  String arn(FunctionRef ref) {
    return aws.arn(
        "lambda",
        "function:" + ref.name() + (ref.qualifier() == null ? "" : ":" + ref.qualifier()));
  }

  List<FunctionRecord> all() {
    return functions.values().stream().sorted(Comparator.comparing(FunctionRecord::name)).toList();
  }

  FunctionVersion create(CreateFunctionRequest request) {
    String name = FunctionRef.parse(request.functionName(), null).name();
    FunctionRules.name(name);
    FunctionRules.supported(request);
    FunctionRules.runtime(request.runtimeAsString());
    FunctionRules.handler(request.handler());
    FunctionRules.role(request.role());
    if (functions.containsKey(name)) {
      throw Errors.conflict("Function already exist: " + name);
    }
    configurations.checkRole(request.role());
    Code code = source.of(request.code());
    FunctionRecord made =
        new FunctionRecord(new FunctionVersion(configurations.create(name, request, code), code));
    made.tags.putAll(request.tags());
    if (request.vpcConfig() != null) {
      interfaces.place(made.latest);
    }
    if (functions.putIfAbsent(name, made) != null) {
      throw Errors.conflict("Function already exist: " + name);
    }
    return Boolean.TRUE.equals(request.publish()) ? publish(made, null) : made.latest;
  }

  FunctionVersion updateCode(UpdateFunctionCodeRequest request) {
    FunctionRecord function = get(request.functionName());
    Code code = source.of(request);
    synchronized (function) {
      checkRevision(function, request.revisionId());
      FunctionConfiguration changed =
          configurations.changed(function.latest.configuration()).toBuilder()
              .codeSha256(code.sha256())
              .codeSize(code.size())
              .applyMutation(
                  builder -> {
                    if (request.hasArchitectures()) {
                      builder.architecturesWithStrings(request.architecturesAsStrings());
                    }
                  })
              .build();
      if (Boolean.TRUE.equals(request.dryRun())) {
        return new FunctionVersion(changed, code);
      }
      replace(function, new FunctionVersion(changed, code));
      return Boolean.TRUE.equals(request.publish()) ? publish(function, null) : function.latest;
    }
  }

  FunctionVersion updateConfiguration(UpdateFunctionConfigurationRequest request) {
    FunctionRecord function = get(request.functionName());
    FunctionRules.supported(request);
    if (request.runtimeAsString() != null) {
      FunctionRules.runtime(request.runtimeAsString());
    }
    if (request.handler() != null) {
      FunctionRules.handler(request.handler());
    }
    if (request.role() != null) {
      FunctionRules.role(request.role());
      configurations.checkRole(request.role());
    }
    synchronized (function) {
      checkRevision(function, request.revisionId());
      FunctionConfiguration changed =
          configurations.update(function.latest.configuration(), request);
      FunctionVersion version = new FunctionVersion(changed, function.latest.code());
      if (request.vpcConfig() != null) {
        interfaces.place(version);
      }
      replace(function, version);
      return function.latest;
    }
  }

  FunctionVersion publish(PublishVersionRequest request) {
    FunctionRecord function = get(request.functionName());
    synchronized (function) {
      checkRevision(function, request.revisionId());
      String sha = function.latest.code().sha256();
      if (request.codeSha256() != null && !request.codeSha256().equals(sha)) {
        throw Errors.invalid(
            "CodeSHA256 ("
                + request.codeSha256()
                + ") is different from current CodeSHA256 in $LATEST ("
                + sha
                + "). Please try again with the CodeSHA256 in $LATEST.");
      }
      return publish(function, request.description());
    }
  }

  List<FunctionVersion> versions(FunctionRecord function) {
    List<FunctionVersion> all = new ArrayList<>(List.of(function.latest));
    all.addAll(function.versions.values());
    return all;
  }

  void delete(DeleteFunctionRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    FunctionRecord function = get(ref);
    String qualifier = ref.qualifier();
    if (qualifier == null) {
      functions.remove(ref.name(), function);
      interfaces.remove(function.latest);
      versions(function).forEach(version -> retire.accept(arn(function, version)));
      return;
    }
    if (qualifier.equals(FunctionRef.LATEST)) {
      throw Errors.invalid("$LATEST version cannot be deleted without deleting the function.");
    }
    synchronized (function) {
      boolean aliased =
          function.aliases.values().stream()
              .anyMatch(alias -> alias.functionVersion().equals(qualifier));
      if (aliased) {
        throw Errors.conflict(
            "Version " + qualifier + " is referenced by an alias; delete it first.");
      }
      FunctionVersion version = version(ref);
      function.versions.remove(Integer.valueOf(version.number()));
      retire.accept(arn(function, version));
    }
  }

  static void checkRevision(FunctionRecord function, @Nullable String revision) {
    if (revision != null && !revision.equals(function.latest.configuration().revisionId())) {
      throw Errors.revision();
    }
  }

  private void replace(FunctionRecord function, FunctionVersion version) {
    function.latest = version;
    retire.accept(arn(function, version));
  }

  private static String arn(FunctionRecord function, FunctionVersion version) {
    return function.arn() + ":" + version.number();
  }

  private FunctionVersion publish(FunctionRecord function, @Nullable String description) {
    synchronized (function) {
      var last = function.versions.lastEntry();
      if (last != null && unchanged(last.getValue(), function.latest)) {
        return last.getValue();
      }
      int number = ++function.lastVersion;
      FunctionConfiguration configuration =
          function.latest.configuration().toBuilder()
              .version(Integer.toString(number))
              .functionArn(function.arn() + ":" + number)
              .revisionId(aws.ids().uuid())
              .description(
                  Objects.requireNonNullElse(
                      description, function.latest.configuration().description()))
              .build();
      FunctionVersion version = new FunctionVersion(configuration, function.latest.code());
      function.versions.put(number, version);
      return version;
    }
  }

  private static boolean unchanged(FunctionVersion last, FunctionVersion latest) {
    return comparable(last).equals(comparable(latest));
  }

  private static FunctionConfiguration comparable(FunctionVersion version) {
    return version.configuration().toBuilder()
        .version("")
        .functionArn("")
        .revisionId("")
        .lastModified("")
        .description("")
        .build();
  }
}
