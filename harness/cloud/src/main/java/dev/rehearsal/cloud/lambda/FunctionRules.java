package dev.rehearsal.cloud.lambda;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** What Lambda demands of a function's settings. */
final class FunctionRules {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
  private static final Pattern ROLE =
      Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
  private static final Pattern HANDLER = Pattern.compile("[^\\s]{1,128}");
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");
  private static final Set<String> RUNTIMES = Set.of("java17", "java21");
  private static final int ENVIRONMENT_LIMIT = 4096;
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  private FunctionRules() {}

  static void name(@Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw constraint(
          String.valueOf(name),
          "functionName",
          "Member must satisfy regular expression pattern: [a-zA-Z0-9-_]{1,64}");
    }
  }

  static void role(@Nullable String role) {
    if (role == null || !ROLE.matcher(role).matches()) {
      throw constraint(
          String.valueOf(role),
          "role",
          "Member must satisfy regular expression pattern: "
              + "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    }
  }

  static void runtime(@Nullable String runtime) {
    if (runtime == null) {
      throw Errors.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
    }
    if (!RUNTIMES.contains(runtime)) {
      throw Errors.invalid(
          "Value "
              + runtime
              + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set:"
              + " [java17, java21] (the runtimes that the embedded Lambda runs)");
    }
    if (runtime.equals("java21") && Runtime.version().feature() < 21) {
      throw Errors.invalid(
          "Runtime java21 needs a JDK 21 or newer to run the functions; the harness runs on "
              + Runtime.version()
              + ". Set JAVA_HOME to a JDK 21, or use java17.");
    }
  }

  static void handler(@Nullable String handler) {
    if (handler == null) {
      throw Errors.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
    }
    if (!HANDLER.matcher(handler).matches()) {
      throw constraint(
          handler, "handler", "Member must satisfy regular expression pattern: [^\\s]+");
    }
  }

  static void memory(@Nullable Integer memory) {
    if (memory != null && (memory < 128 || memory > 10240)) {
      throw constraint(
          memory.toString(),
          "memorySize",
          memory < 128
              ? "Member must have value greater than or equal to 128"
              : "Member must have value less than or equal to 10240");
    }
  }

  static void timeout(@Nullable Integer timeout) {
    if (timeout != null && (timeout < 1 || timeout > 900)) {
      throw constraint(
          timeout.toString(),
          "timeout",
          timeout < 1
              ? "Member must have value greater than or equal to 1"
              : "Member must have value less than or equal to 900");
    }
  }

  static void environment(Map<String, String> variables) {
    List<String> reserved =
        variables.keySet().stream().filter(RESERVED::contains).sorted().toList();
    if (!reserved.isEmpty()) {
      throw Errors.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided contains reserved keys that are currently not"
              + " supported for modification. Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    int size = 0;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (!VARIABLE.matcher(variable.getKey()).matches()) {
        throw constraint(
            variables.keySet().toString(),
            "environment.variables",
            "Map keys must satisfy constraint: [Member must satisfy regular expression pattern:"
                + " [a-zA-Z]([a-zA-Z0-9_])+]");
      }
      size += variable.getKey().length() + variable.getValue().length();
    }
    if (size > ENVIRONMENT_LIMIT) {
      throw Errors.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided exceeded the 4KB limit.");
    }
  }

  /** Refuses what would make the function behave otherwise on AWS than here. */
  static void supported(SdkPojo request) {
    for (SdkField<?> field : request.sdkFields()) {
      Object value = field.getValueOrDefault(request);
      if (value == null || value.equals(List.of()) || value.equals(Map.of())) {
        continue;
      }
      switch (field.memberName()) {
        case "PackageType" -> {
          if (!value.equals("Zip")) {
            throw Errors.unsupported("functions packaged as container images");
          }
        }
        case "Layers", "FileSystemConfigs", "ImageConfig", "CodeSigningConfigArn" ->
            throw Errors.unsupported("a function's " + field.memberName());
        default -> {
          // Everything else is either honoured or has no effect on behaviour.
        }
      }
    }
  }

  private static RuntimeException constraint(String value, String member, String rule) {
    return Errors.validation(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + rule);
  }
}
