package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.call.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigResponse;

/**
 * AWS Lambda: Java functions in JVMs of their own, which run AWS's Runtime Interface Client.
 *
 * <p>Left out: container images, layers, function URLs, SnapStart, provisioned concurrency.
 */
public final class Lambda implements LambdaClient, ResourcePolicies {

  private final VpcInterfaces interfaces;
  private final FunctionCatalog catalog;
  private final FunctionOperations functions;
  private final Aliases aliases;
  private final Permissions permissions;
  private final FunctionSettings settings;
  private final EventInvokeConfigs invokeConfigs;
  private final InvokeOperation invoke;
  private final Execution execution;
  private final EventSourceMappings mappings;

  public Lambda(Surroundings aws) {
    execution = new Execution(aws);
    interfaces = new VpcInterfaces(aws, execution.sessions());
    catalog = new FunctionCatalog(aws, interfaces, execution::retire);
    functions = new FunctionOperations(catalog);
    aliases = new Aliases(aws, catalog);
    permissions = new Permissions(aws, catalog);
    settings = new FunctionSettings(catalog);
    mappings = new EventSourceMappings(aws, catalog, execution, settings);
    invokeConfigs = new EventInvokeConfigs(aws, catalog);
    invoke = new InvokeOperation(aws, catalog, execution::invoker, execution::asynchronous);
  }

  /**
   * Starts a JVM for a function ahead of its first invocation. Returns when the JVM has been
   * started, not when it is ready. Does nothing where one is idle or the host's limit is reached.
   *
   * @param function the function's name or ARN, with or without a qualifier
   * @return done when the JVM is ready, or has failed to be
   */
  public CompletableFuture<Void> warm(String function) {
    return execution.engine().pool().warm(catalog.version(FunctionRef.parse(function, null)));
  }

  /**
   * Sets how long the first retry of an asynchronous invocation waits on the stage's clock; the
   * second waits twice as long. One minute by default, as on AWS.
   */
  public void retryAsynchronousAfter(Duration first) {
    execution.asynchronous().retryAfter(first);
  }

  /**
   * A function's process at work.
   *
   * @param function the function's name
   * @param trace what its invocation hands on
   */
  public record Working(String function, Trace trace) {}

  /** What a function's process works on; empty where it is none, or idle. */
  public Optional<Working> working(long pid) {
    return execution
        .process(pid)
        .flatMap(
            process ->
                process
                    .traceHeader()
                    .flatMap(Trace::parse)
                    .map(trace -> new Working(process.version().name(), trace)));
  }

  /**
   * Ends the JVM that runs an invocation, and waits until it has ended.
   *
   * @param hop the id of the invocation's hop
   * @return whether there was one
   */
  public boolean kill(String hop) {
    for (long pid : processes()) {
      boolean runs =
          working(pid).filter(working -> hop.equals(working.trace().parent())).isPresent();
      Optional<FunctionProcess> process = runs ? execution.process(pid) : Optional.empty();
      if (process.isPresent()) {
        process.get().kill();
        process.get().onExit().orTimeout(5, TimeUnit.SECONDS).join();
        return true;
      }
    }
    return false;
  }

  /** The function that a process runs; empty where it runs none. */
  public Optional<String> function(long pid) {
    return execution.process(pid).map(process -> process.version().name());
  }

  /** The network interfaces of a function in a VPC, a subnet each; none where it is in no VPC. */
  public List<String> interfaces(String function) {
    return interfaces.of(function);
  }

  /** The process ids of the functions' JVMs that live now. */
  public Set<Long> processes() {
    return execution.processes();
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    if (!arn.contains(":function:")) {
      return Optional.empty(); // Mappings have none.
    }
    FunctionRef ref = FunctionRef.parse(arn, null);
    return catalog.all().stream()
        .filter(function -> function.name().equals(ref.name()))
        .findFirst()
        .flatMap(
            function ->
                permissions.policy(
                    function, ref.qualifier() == null || ref.latest() ? "" : ref.qualifier()));
  }

  @Override
  public Optional<AwsServiceException> missing(String arn) {
    if (!arn.contains(":function:")) {
      return Optional.empty();
    }
    FunctionRef ref = FunctionRef.parse(arn, null);
    return catalog.all().stream().anyMatch(function -> function.name().equals(ref.name()))
        ? Optional.empty()
        : Optional.of(Errors.notFound("Function not found: " + catalog.arn(ref)));
  }

  @Override
  public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
    return functions.create(request);
  }

  @Override
  public GetFunctionResponse getFunction(GetFunctionRequest request) {
    return functions.get(request);
  }

  @Override
  public GetFunctionConfigurationResponse getFunctionConfiguration(
      GetFunctionConfigurationRequest request) {
    return functions.configuration(request);
  }

  @Override
  public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
    return functions.list(request);
  }

  @Override
  public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
    return functions.updateCode(request);
  }

  @Override
  public UpdateFunctionConfigurationResponse updateFunctionConfiguration(
      UpdateFunctionConfigurationRequest request) {
    return functions.updateConfiguration(request);
  }

  @Override
  public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
    catalog.delete(request);
    return DeleteFunctionResponse.builder().build();
  }

  @Override
  public PublishVersionResponse publishVersion(PublishVersionRequest request) {
    return functions.publish(request);
  }

  @Override
  public ListVersionsByFunctionResponse listVersionsByFunction(
      ListVersionsByFunctionRequest request) {
    return functions.versions(request);
  }

  @Override
  public CreateAliasResponse createAlias(CreateAliasRequest request) {
    return Shapes.copy(aliases.create(request), CreateAliasResponse.builder()).build();
  }

  @Override
  public GetAliasResponse getAlias(GetAliasRequest request) {
    return Shapes.copy(
            aliases.get(request.functionName(), request.name()), GetAliasResponse.builder())
        .build();
  }

  @Override
  public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
    return Shapes.copy(aliases.update(request), UpdateAliasResponse.builder()).build();
  }

  @Override
  public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
    aliases.delete(request.functionName(), request.name());
    return DeleteAliasResponse.builder().build();
  }

  @Override
  public ListAliasesResponse listAliases(ListAliasesRequest request) {
    return aliases.list(request);
  }

  @Override
  public AddPermissionResponse addPermission(AddPermissionRequest request) {
    return AddPermissionResponse.builder().statement(permissions.add(request)).build();
  }

  @Override
  public GetPolicyResponse getPolicy(GetPolicyRequest request) {
    return permissions.get(request);
  }

  @Override
  public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
    permissions.remove(request);
    return RemovePermissionResponse.builder().build();
  }

  @Override
  public ListTagsResponse listTags(ListTagsRequest request) {
    return ListTagsResponse.builder().tags(settings.tags(request.resource())).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    settings.tags(request.resource()).putAll(request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(settings.tags(request.resource())::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public PutFunctionConcurrencyResponse putFunctionConcurrency(
      PutFunctionConcurrencyRequest request) {
    return settings.putConcurrency(request);
  }

  @Override
  public GetFunctionConcurrencyResponse getFunctionConcurrency(
      GetFunctionConcurrencyRequest request) {
    return settings.concurrency(request);
  }

  @Override
  public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(
      DeleteFunctionConcurrencyRequest request) {
    settings.deleteConcurrency(request.functionName());
    return DeleteFunctionConcurrencyResponse.builder().build();
  }

  @Override
  public GetFunctionRecursionConfigResponse getFunctionRecursionConfig(
      GetFunctionRecursionConfigRequest request) {
    return settings.recursion(request);
  }

  @Override
  public PutFunctionRecursionConfigResponse putFunctionRecursionConfig(
      PutFunctionRecursionConfigRequest request) {
    return settings.putRecursion(request);
  }

  @Override
  public GetFunctionCodeSigningConfigResponse getFunctionCodeSigningConfig(
      GetFunctionCodeSigningConfigRequest request) {
    return settings.codeSigning(request);
  }

  @Override
  public GetRuntimeManagementConfigResponse getRuntimeManagementConfig(
      GetRuntimeManagementConfigRequest request) {
    return settings.runtimeManagement(request);
  }

  @Override
  public PutFunctionEventInvokeConfigResponse putFunctionEventInvokeConfig(
      PutFunctionEventInvokeConfigRequest request) {
    return Shapes.copy(
            invokeConfigs.put(
                FunctionRef.parse(request.functionName(), request.qualifier()),
                request.maximumRetryAttempts(),
                request.maximumEventAgeInSeconds(),
                request.destinationConfig(),
                false),
            PutFunctionEventInvokeConfigResponse.builder())
        .build();
  }

  @Override
  public UpdateFunctionEventInvokeConfigResponse updateFunctionEventInvokeConfig(
      UpdateFunctionEventInvokeConfigRequest request) {
    return Shapes.copy(
            invokeConfigs.put(
                FunctionRef.parse(request.functionName(), request.qualifier()),
                request.maximumRetryAttempts(),
                request.maximumEventAgeInSeconds(),
                request.destinationConfig(),
                true),
            UpdateFunctionEventInvokeConfigResponse.builder())
        .build();
  }

  @Override
  public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
      GetFunctionEventInvokeConfigRequest request) {
    return Shapes.copy(
            invokeConfigs.get(FunctionRef.parse(request.functionName(), request.qualifier())),
            GetFunctionEventInvokeConfigResponse.builder())
        .build();
  }

  @Override
  public DeleteFunctionEventInvokeConfigResponse deleteFunctionEventInvokeConfig(
      DeleteFunctionEventInvokeConfigRequest request) {
    invokeConfigs.delete(FunctionRef.parse(request.functionName(), request.qualifier()));
    return DeleteFunctionEventInvokeConfigResponse.builder().build();
  }

  @Override
  public ListFunctionEventInvokeConfigsResponse listFunctionEventInvokeConfigs(
      ListFunctionEventInvokeConfigsRequest request) {
    return ListFunctionEventInvokeConfigsResponse.builder()
        .functionEventInvokeConfigs(invokeConfigs.list(request.functionName()))
        .build();
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) {
    return invoke.invoke(request);
  }

  @Override
  public CreateEventSourceMappingResponse createEventSourceMapping(
      CreateEventSourceMappingRequest request) {
    return Shapes.copy(mappings.create(request), CreateEventSourceMappingResponse.builder())
        .build();
  }

  @Override
  public GetEventSourceMappingResponse getEventSourceMapping(GetEventSourceMappingRequest request) {
    return Shapes.copy(mappings.get(request.uuid()), GetEventSourceMappingResponse.builder())
        .build();
  }

  @Override
  public UpdateEventSourceMappingResponse updateEventSourceMapping(
      UpdateEventSourceMappingRequest request) {
    return Shapes.copy(mappings.update(request), UpdateEventSourceMappingResponse.builder())
        .build();
  }

  @Override
  public DeleteEventSourceMappingResponse deleteEventSourceMapping(
      DeleteEventSourceMappingRequest request) {
    return Shapes.copy(mappings.delete(request.uuid()), DeleteEventSourceMappingResponse.builder())
        .build();
  }

  @Override
  public ListEventSourceMappingsResponse listEventSourceMappings(
      ListEventSourceMappingsRequest request) {
    return mappings.list(request);
  }

  @Override
  public String serviceName() {
    return "lambda";
  }

  @Override
  public void close() {
    mappings.close();
    execution.close();
  }
}
