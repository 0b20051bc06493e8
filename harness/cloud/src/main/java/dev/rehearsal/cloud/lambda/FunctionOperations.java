package dev.rehearsal.cloud.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/** Answers what is asked about functions and versions. */
final class FunctionOperations {

  private final FunctionCatalog catalog;

  FunctionOperations(FunctionCatalog catalog) {
    this.catalog = catalog;
  }

  CreateFunctionResponse create(CreateFunctionRequest request) {
    FunctionConfiguration made = catalog.create(request).configuration();
    return Shapes.copy(made, CreateFunctionResponse.builder()).build();
  }

  UpdateFunctionCodeResponse updateCode(UpdateFunctionCodeRequest request) {
    FunctionConfiguration changed = catalog.updateCode(request).configuration();
    return Shapes.copy(changed, UpdateFunctionCodeResponse.builder()).build();
  }

  UpdateFunctionConfigurationResponse updateConfiguration(
      UpdateFunctionConfigurationRequest request) {
    FunctionConfiguration changed = catalog.updateConfiguration(request).configuration();
    return Shapes.copy(changed, UpdateFunctionConfigurationResponse.builder()).build();
  }

  PublishVersionResponse publish(PublishVersionRequest request) {
    FunctionConfiguration version = catalog.publish(request).configuration();
    return Shapes.copy(version, PublishVersionResponse.builder()).build();
  }

  GetFunctionConfigurationResponse configuration(GetFunctionConfigurationRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    return Shapes.copy(qualified(ref), GetFunctionConfigurationResponse.builder()).build();
  }

  GetFunctionResponse get(GetFunctionRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    FunctionRecord function = catalog.get(ref);
    GetFunctionResponse.Builder response =
        GetFunctionResponse.builder()
            .configuration(qualified(ref))
            .code(
                FunctionCodeLocation.builder()
                    .repositoryType("S3")
                    .location(catalog.version(ref).code().zip().toUri().toString())
                    .build());
    if (!function.tags.isEmpty()) {
      response.tags(function.tags);
    }
    Integer reserved = function.reservedConcurrency;
    if (reserved != null) {
      response.concurrency(set -> set.reservedConcurrentExecutions(reserved));
    }
    return response.build();
  }

  /** A request that names a qualifier is answered the qualified ARN. */
  private FunctionConfiguration qualified(FunctionRef ref) {
    FunctionConfiguration configuration = catalog.version(ref).configuration();
    return ref.qualifier() == null
        ? configuration
        : configuration.toBuilder().functionArn(catalog.arn(ref)).build();
  }

  ListFunctionsResponse list(ListFunctionsRequest request) {
    boolean all = FunctionVersion.ALL.equals(request.functionVersion());
    List<FunctionConfiguration> found =
        catalog.all().stream()
            .flatMap(
                function -> all ? catalog.versions(function).stream() : Stream.of(function.latest))
            .map(version -> version.configuration())
            .toList();
    Page<FunctionConfiguration> page = Page.of(found, request.marker(), request.maxItems(), 50);
    return ListFunctionsResponse.builder().functions(page.items()).nextMarker(page.next()).build();
  }

  ListVersionsByFunctionResponse versions(ListVersionsByFunctionRequest request) {
    FunctionRecord function = catalog.get(request.functionName());
    List<FunctionConfiguration> found = new ArrayList<>();
    for (var version : catalog.versions(function)) {
      found.add(
          version.configuration().toBuilder()
              .functionArn(function.arn() + ":" + version.number())
              .build());
    }
    Page<FunctionConfiguration> page = Page.of(found, request.marker(), request.maxItems(), 50);
    return ListVersionsByFunctionResponse.builder()
        .versions(page.items())
        .nextMarker(page.next())
        .build();
  }
}
