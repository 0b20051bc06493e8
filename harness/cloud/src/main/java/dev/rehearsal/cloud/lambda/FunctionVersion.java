package dev.rehearsal.cloud.lambda;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * A version of a function: its configuration as Lambda answers it, and its code. Immutable.
 *
 * @param configuration the configuration; the ARN in it is this version's own
 * @param code the unpacked code
 */
record FunctionVersion(FunctionConfiguration configuration, Code code) {

  String name() {
    return configuration.functionName();
  }

  String number() {
    return configuration.version();
  }

  /** The function's ARN without a qualifier. */
  String functionArn() {
    List<String> parts = List.of(configuration.functionArn().split(":", -1));
    return String.join(":", parts.subList(0, 7));
  }

  Map<String, String> environment() {
    return configuration.environment() == null ? Map.of() : configuration.environment().variables();
  }

  /** Two versions with one key can use each other's JVMs. */
  String processKey() {
    return functionArn() + ":" + number() + "#" + configuration.revisionId();
  }

  String logGroup() {
    return configuration.loggingConfig().logGroup();
  }

  boolean jsonLogs() {
    return "JSON".equals(configuration.loggingConfig().logFormatAsString());
  }
}
