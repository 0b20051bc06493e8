package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/** How functions treat asynchronous invocations: retries, age and destinations. */
final class EventInvokeConfigs {

  private final Surroundings aws;
  private final FunctionCatalog catalog;

  EventInvokeConfigs(Surroundings aws, FunctionCatalog catalog) {
    this.aws = aws;
    this.catalog = catalog;
  }

  /** Puts a configuration, or changes the one there is where {@code update}. */
  FunctionEventInvokeConfig put(
      FunctionRef ref,
      @Nullable Integer retries,
      @Nullable Integer age,
      @Nullable DestinationConfig destinations,
      boolean update) {
    check(retries, age, destinations);
    FunctionRecord function = catalog.get(ref);
    if (function.version(ref.qualifier()).isEmpty()) {
      throw Errors.notFound("Function not found: " + catalog.arn(ref));
    }
    FunctionEventInvokeConfig.Builder config =
        update ? get(ref).toBuilder() : FunctionEventInvokeConfig.builder();
    if (!update || retries != null) {
      config.maximumRetryAttempts(retries);
    }
    if (!update || age != null) {
      config.maximumEventAgeInSeconds(age);
    }
    if (!update || destinations != null) {
      config.destinationConfig(
          destinations == null ? DestinationConfig.builder().build() : destinations);
    }
    FunctionEventInvokeConfig made =
        config
            .functionArn(function.arn() + ":" + key(ref))
            .lastModified(aws.clock().instant())
            .build();
    function.invokeConfigs.put(key(ref), made);
    return made;
  }

  FunctionEventInvokeConfig get(FunctionRef ref) {
    FunctionRecord function = catalog.get(ref);
    FunctionEventInvokeConfig found = function.invokeConfigs.get(key(ref));
    if (found == null) {
      throw missing(function, ref);
    }
    return found;
  }

  void delete(FunctionRef ref) {
    FunctionRecord function = catalog.get(ref);
    if (function.invokeConfigs.remove(key(ref)) == null) {
      throw missing(function, ref);
    }
  }

  List<FunctionEventInvokeConfig> list(String functionName) {
    return List.copyOf(catalog.get(functionName).invokeConfigs.values());
  }

  private static RuntimeException missing(FunctionRecord function, FunctionRef ref) {
    return Errors.notFound(
        "The function " + function.arn() + ":" + key(ref) + " doesn't have an EventInvokeConfig");
  }

  private static String key(FunctionRef ref) {
    return Objects.requireNonNullElse(ref.qualifier(), FunctionRef.LATEST);
  }

  private static void check(
      @Nullable Integer retries, @Nullable Integer age, @Nullable DestinationConfig destinations) {
    if (retries != null && (retries < 0 || retries > 2)) {
      throw Errors.validation(
          "1 validation error detected: Value '"
              + retries
              + "' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value"
              + " between 0 and 2");
    }
    if (age != null && (age < 60 || age > 21600)) {
      throw Errors.validation(
          "1 validation error detected: Value '"
              + age
              + "' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have"
              + " value between 60 and 21600");
    }
    if (destinations != null && destinations.onFailure() != null) {
      Destinations.check(destinations.onFailure().destination());
    }
    if (destinations != null && destinations.onSuccess() != null) {
      Destinations.check(destinations.onSuccess().destination());
    }
  }
}
