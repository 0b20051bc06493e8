package dev.rehearsal.cloud.lambda;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;

/** What is set beside a function's configuration: concurrency, recursion, tags. */
final class FunctionSettings {

  private static final int ACCOUNT_LIMIT = 1000;

  private final FunctionCatalog catalog;
  private final Map<String, Map<String, String>> mappingTags = new ConcurrentHashMap<>();

  FunctionSettings(FunctionCatalog catalog) {
    this.catalog = catalog;
  }

  PutFunctionConcurrencyResponse putConcurrency(PutFunctionConcurrencyRequest request) {
    FunctionRecord function = catalog.get(request.functionName());
    int reserved = request.reservedConcurrentExecutions();
    int others =
        catalog.all().stream()
            .filter(other -> other != function)
            .mapToInt(other -> other.reservedConcurrency == null ? 0 : other.reservedConcurrency)
            .sum();
    if (reserved < 0 || others + reserved > ACCOUNT_LIMIT - 100) {
      throw Errors.invalid(
          "Specified ReservedConcurrentExecutions for function decreases account's"
              + " UnreservedConcurrentExecution below its minimum value of [100].");
    }
    function.reservedConcurrency = reserved;
    return PutFunctionConcurrencyResponse.builder().reservedConcurrentExecutions(reserved).build();
  }

  GetFunctionConcurrencyResponse concurrency(GetFunctionConcurrencyRequest request) {
    return GetFunctionConcurrencyResponse.builder()
        .reservedConcurrentExecutions(catalog.get(request.functionName()).reservedConcurrency)
        .build();
  }

  void deleteConcurrency(String functionName) {
    catalog.get(functionName).reservedConcurrency = null;
  }

  GetFunctionRecursionConfigResponse recursion(GetFunctionRecursionConfigRequest request) {
    return GetFunctionRecursionConfigResponse.builder()
        .recursiveLoop(catalog.get(request.functionName()).recursiveLoop)
        .build();
  }

  PutFunctionRecursionConfigResponse putRecursion(PutFunctionRecursionConfigRequest request) {
    catalog.get(request.functionName()).recursiveLoop = request.recursiveLoopAsString();
    return PutFunctionRecursionConfigResponse.builder()
        .recursiveLoop(request.recursiveLoopAsString())
        .build();
  }

  GetFunctionCodeSigningConfigResponse codeSigning(GetFunctionCodeSigningConfigRequest request) {
    return GetFunctionCodeSigningConfigResponse.builder()
        .functionName(catalog.get(request.functionName()).name())
        .build();
  }

  GetRuntimeManagementConfigResponse runtimeManagement(GetRuntimeManagementConfigRequest request) {
    return GetRuntimeManagementConfigResponse.builder()
        .functionArn(catalog.get(request.functionName()).arn())
        .updateRuntimeOn("Auto")
        .build();
  }

  /** The tags of a function or of an event source mapping, live. */
  Map<String, String> tags(String arn) {
    List<String> parts = List.of(arn.split(":", -1));
    if (parts.size() > 6 && parts.get(5).equals("event-source-mapping")) {
      return mappingTags.computeIfAbsent(arn, any -> new ConcurrentHashMap<>());
    }
    return catalog.get(arn).tags;
  }

  void forgetTags(String mappingArn) {
    mappingTags.remove(mappingArn);
  }
}
