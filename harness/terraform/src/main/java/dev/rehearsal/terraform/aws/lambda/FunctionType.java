package dev.rehearsal.terraform.aws.lambda;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

final class FunctionType implements ResourceType {

  private static final String[] CODE = {
    "filename",
    "s3_bucket",
    "s3_key",
    "s3_object_version",
    "source_code_hash",
    "image_uri",
    "architectures"
  };
  private static final String[] CONFIGURATION = {
    "dead_letter_config",
    "description",
    "environment",
    "ephemeral_storage",
    "file_system_config",
    "handler",
    "image_config",
    "kms_key_arn",
    "layers",
    "logging_config",
    "memory_size",
    "role",
    "runtime",
    "snap_start",
    "timeout",
    "tracing_config",
    "vpc_config"
  };

  @Override
  public String name() {
    return "aws_lambda_function";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Lambda Function")
        .forcesNew("function_name", "package_type")
        .exactlyOneOf("filename", "image_uri", "s3_bucket")
        .defaults("memory_size", 128)
        .defaults("timeout", 3)
        .defaults("package_type", "Zip")
        .defaults("publish", false)
        .defaults("reserved_concurrent_executions", -1)
        .oneOf("package_type", "Zip", "Image")
        .oneOf("tracing_config.mode", "Active", "PassThrough")
        .between("memory_size", 128, 32768)
        .between("timeout", 1, 900)
        .member("arn", "FunctionArn")
        .member("kms_key_arn", "KMSKeyArn")
        .member("source_code_size", "CodeSize")
        .untaken(
            "version",
            "arn",
            "last_modified",
            "layers",
            "filename",
            "source_code_hash",
            "publish",
            "s3_bucket",
            "s3_key",
            "reserved_concurrent_executions",
            "tracing_config",
            "ephemeral_storage",
            "vpc_config",
            "durable_config",
            "capacity_provider_config")
        .computedBlocks("ephemeral_storage", "logging_config", "tracing_config")
        .unfilled("Code", "Publish", "CodeSha256", "FunctionArn", "Version")
        .onPlan(
            plan -> {
              if (plan.creates()) {
                return;
              }
              boolean code = List.of(CODE).stream().anyMatch(plan::changes);
              boolean any = code || List.of(CONFIGURATION).stream().anyMatch(plan::changes);
              if (any) {
                plan.setUnknown("last_modified");
              }
              if (code) {
                plan.setUnknown("code_sha256");
                plan.setUnknown("source_code_size");
              }
              if (any && plan.planned().bool("publish")) {
                List.of("version", "qualified_arn", "qualified_invoke_arn")
                    .forEach(plan::setUnknown);
              }
            })
        .tags(LambdaTypes.tagging())
        .imports(it -> it.values().set("function_name", LambdaTypes.functionName(it.id())));
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    CreateFunctionRequest.Builder request =
        it.fill(CreateFunctionRequest.builder()).publish(values.bool("publish"));
    SdkBytes archive = archive(it);
    request.code(
        code ->
            code.zipFile(archive)
                .s3Bucket(values.text("s3_bucket"))
                .s3Key(values.text("s3_key"))
                .s3ObjectVersion(values.text("s3_object_version"))
                .imageUri(values.text("image_uri")));
    it.client(LambdaClient.class).createFunction(request.build());
    it.id(values.string("function_name"));
    reserve(it);
  }

  @Override
  public void read(ResourceInstance it) {
    LambdaClient lambda = it.client(LambdaClient.class);
    GetFunctionResponse found =
        lambda.getFunction(request -> request.functionName(it.values().string("function_name")));
    FunctionConfiguration configuration = found.configuration();
    it.take(configuration);
    it.takeTags(found.tags());
    Values values = it.values();
    String arn = configuration.functionArn();
    values.set("arn", arn);
    values.set("invoke_arn", LambdaTypes.invokeArn(it.region(), arn));
    values.set("last_modified", configuration.lastModified());
    if (configuration.snapStart() == null
        || "None".equals(configuration.snapStart().applyOnAsString())) {
      values.set("snap_start", List.of());
    }
    values.set("layers", configuration.layers().stream().map(layer -> layer.arn()).toList());
    String hash = values.text("source_code_hash");
    values.set("source_code_hash", hash == null ? configuration.codeSha256() : hash);
    String mode =
        configuration.tracingConfig() == null
            ? "PassThrough"
            : configuration.tracingConfig().modeAsString();
    values.set("tracing_config", List.of(Map.of("mode", mode)));
    values.set(
        "ephemeral_storage",
        List.of(
            Map.of(
                "size",
                configuration.ephemeralStorage() == null
                    ? 512L
                    : configuration.ephemeralStorage().size())));
    Integer reserved =
        found.concurrency() == null ? null : found.concurrency().reservedConcurrentExecutions();
    values.set("reserved_concurrent_executions", reserved == null ? -1 : reserved);
    version(it, lambda, arn);
  }

  private static void version(ResourceInstance it, LambdaClient lambda, String arn) {
    String version = "$LATEST";
    if (it.values().bool("publish")) {
      for (var page :
          lambda.listVersionsByFunctionPaginator(
              request -> request.functionName(it.values().string("function_name")))) {
        for (FunctionConfiguration one : page.versions()) {
          version = one.version();
        }
      }
    }
    String qualified = arn + ":" + version;
    it.values().set("version", version);
    it.values().set("qualified_arn", qualified);
    it.values().set("qualified_invoke_arn", LambdaTypes.invokeArn(it.region(), qualified));
  }

  @Override
  public void update(ResourceInstance it) {
    LambdaClient lambda = it.client(LambdaClient.class);
    Values values = it.values();
    String name = values.string("function_name");
    boolean configured = it.changed(CONFIGURATION);
    if (configured) {
      UpdateFunctionConfigurationRequest.Builder request =
          it.fill(UpdateFunctionConfigurationRequest.builder());
      clear(it, request);
      lambda.updateFunctionConfiguration(request.build());
    }
    boolean coded = it.changed(CODE);
    if (coded) {
      SdkBytes archive = archive(it);
      lambda.updateFunctionCode(
          request ->
              request
                  .functionName(name)
                  .zipFile(archive)
                  .s3Bucket(values.text("s3_bucket"))
                  .s3Key(values.text("s3_key"))
                  .s3ObjectVersion(values.text("s3_object_version"))
                  .imageUri(values.text("image_uri"))
                  .architecturesWithStrings(values.strings("architectures")));
    }
    if (it.changed("reserved_concurrent_executions")) {
      reserve(it);
    }
    if (values.bool("publish") && (configured || coded || it.changed("publish"))) {
      lambda.publishVersion(request -> request.functionName(name));
    }
  }

  /** What an update must send empty, because leaving it out means "as it was". */
  private static void clear(
      ResourceInstance it, UpdateFunctionConfigurationRequest.Builder request) {
    if (it.changed("environment") && !it.values().has("environment")) {
      request.environment(environment -> environment.variables(Map.of()));
    }
    if (it.changed("description") && !it.values().has("description")) {
      request.description("");
    }
    if (it.changed("dead_letter_config") && !it.values().has("dead_letter_config")) {
      request.deadLetterConfig(config -> config.targetArn(""));
    }
    if (it.changed("layers") && !it.values().has("layers")) {
      request.layers(List.of());
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    if (!it.values().bool("skip_destroy")) {
      it.client(LambdaClient.class)
          .deleteFunction(request -> request.functionName(it.values().string("function_name")));
    }
  }

  private static void reserve(ResourceInstance it) {
    Integer reserved = it.values().integer("reserved_concurrent_executions");
    String name = it.values().string("function_name");
    LambdaClient lambda = it.client(LambdaClient.class);
    if (reserved != null && reserved >= 0) {
      lambda.putFunctionConcurrency(
          request -> request.functionName(name).reservedConcurrentExecutions(reserved));
    } else if (it.prior().get("reserved_concurrent_executions") != null) {
      lambda.deleteFunctionConcurrency(request -> request.functionName(name));
    }
  }

  private static @Nullable SdkBytes archive(ResourceInstance it) {
    String file = it.values().text("filename");
    if (file == null) {
      return null;
    }
    try {
      return Archive.read(it.file(file));
    } catch (IOException unreadable) {
      throw new ProviderException(
          "reading ZIP file (" + file + "): " + unreadable.getMessage(),
          "A relative path is looked up from the root module's folder. Build the archive first.",
          List.of("filename"));
    }
  }
}
