package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CreateFunctionRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.DescribeFunctionRequest;
import software.amazon.awssdk.services.cloudfront.model.DescribeFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.FunctionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.FunctionConfig;
import software.amazon.awssdk.services.cloudfront.model.FunctionInUseException;
import software.amazon.awssdk.services.cloudfront.model.FunctionStage;
import software.amazon.awssdk.services.cloudfront.model.FunctionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetFunctionRequest;
import software.amazon.awssdk.services.cloudfront.model.GetFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.ListFunctionsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListFunctionsResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchFunctionExistsException;
import software.amazon.awssdk.services.cloudfront.model.PublishFunctionRequest;
import software.amazon.awssdk.services.cloudfront.model.PublishFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateFunctionRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateFunctionResponse;

/** CloudFront functions: kept, published, described. */
abstract class FunctionOperations extends PolicyOperations {

  /**
   * A function in its two stages.
   *
   * @param live what behaviours run; null before the first publication
   */
  record EdgeFunction(
      FunctionSummary development,
      SdkBytes code,
      @Nullable FunctionSummary live,
      @Nullable SdkBytes liveCode,
      @Nullable String liveTag) {}

  final Store<EdgeFunction> functions;

  FunctionOperations(Surroundings aws) {
    super(aws);
    this.functions =
        new Store<>(
            aws.ids(),
            () ->
                AwsError.of(
                    NoSuchFunctionExistsException.builder(),
                    "NoSuchFunctionExists",
                    404,
                    "The specified function does not exist."));
  }

  @Override
  public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
    String name = request.name();
    if (name == null || !name.matches("[a-zA-Z0-9_-]{1,64}")) {
      throw CloudFrontErrors.invalid("A function's name has 1 to 64 letters, digits, - and _");
    }
    if (functions.find(name).isPresent()) {
      throw AwsError.of(
          FunctionAlreadyExistsException.builder(),
          "FunctionAlreadyExists",
          409,
          "A function with the name " + name + " already exists.");
    }
    FunctionSummary summary =
        FunctionSummary.builder()
            .name(name)
            .status("UNPUBLISHED")
            .functionConfig(checked(request.functionConfig()))
            .functionMetadata(
                metadata ->
                    metadata
                        .functionARN("arn:aws:cloudfront::" + aws.account() + ":function/" + name)
                        .stage(FunctionStage.DEVELOPMENT)
                        .createdTime(aws.clock().instant())
                        .lastModifiedTime(aws.clock().instant()))
            .build();
    var added =
        functions.add(
            name, new EdgeFunction(summary, code(request.functionCode()), null, null, null));
    return CreateFunctionResponse.builder()
        .functionSummary(summary)
        .eTag(added.eTag())
        .location("https://cloudfront.amazonaws.com/2020-05-31/function/" + name)
        .build();
  }

  @Override
  public UpdateFunctionResponse updateFunction(UpdateFunctionRequest request) {
    var updated =
        functions.update(
            request.name(),
            request.ifMatch(),
            before ->
                new EdgeFunction(
                    before.development().toBuilder()
                        .functionConfig(checked(request.functionConfig()))
                        .status("UNPUBLISHED")
                        .functionMetadata(
                            before.development().functionMetadata().toBuilder()
                                .lastModifiedTime(aws.clock().instant())
                                .build())
                        .build(),
                    code(request.functionCode()),
                    before.live(),
                    before.liveCode(),
                    before.liveTag()));
    return UpdateFunctionResponse.builder()
        .functionSummary(updated.value().development())
        .eTag(updated.eTag())
        .build();
  }

  @Override
  public PublishFunctionResponse publishFunction(PublishFunctionRequest request) {
    var present = functions.match(request.name(), request.ifMatch());
    EdgeFunction before = present.value();
    FunctionSummary live =
        before.development().toBuilder()
            .status("UNASSOCIATED")
            .functionMetadata(
                before.development().functionMetadata().toBuilder()
                    .stage(FunctionStage.LIVE)
                    .lastModifiedTime(aws.clock().instant())
                    .build())
            .build();
    functions.replace(
        present.id(),
        present.eTag(),
        new EdgeFunction(
            before.development().toBuilder().status("UNASSOCIATED").build(),
            before.code(),
            live,
            before.code(),
            present.eTag()));
    return PublishFunctionResponse.builder().functionSummary(live).build();
  }

  @Override
  public DescribeFunctionResponse describeFunction(DescribeFunctionRequest request) {
    var found = functions.get(request.name());
    boolean live = request.stage() == FunctionStage.LIVE;
    FunctionSummary summary = live ? found.value().live() : found.value().development();
    if (summary == null) {
      throw functions.missing();
    }
    return DescribeFunctionResponse.builder()
        .functionSummary(summary)
        .eTag(live ? found.value().liveTag() : found.eTag())
        .build();
  }

  @Override
  public GetFunctionResponse getFunction(GetFunctionRequest request) {
    var found = functions.get(request.name());
    boolean live = request.stage() == FunctionStage.LIVE;
    SdkBytes code = live ? found.value().liveCode() : found.value().code();
    if (code == null) {
      throw functions.missing();
    }
    return GetFunctionResponse.builder()
        .functionCode(code)
        .contentType("application/octet-stream")
        .eTag(live ? found.value().liveTag() : found.eTag())
        .build();
  }

  @Override
  public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
    var present = functions.match(request.name(), request.ifMatch());
    String arn = present.value().development().functionMetadata().functionARN();
    for (DistributionConfig config : configurations()) {
      for (CacheBehavior behavior : Behaviors.all(config)) {
        if (behavior.functionAssociations() != null
            && behavior.functionAssociations().items().stream()
                .anyMatch(one -> arn.equals(one.functionARN()))) {
          throw AwsError.of(
              FunctionInUseException.builder(),
              "FunctionInUse",
              409,
              "Cannot delete the function, it is in use by one or more cache behaviors.");
        }
      }
    }
    functions.remove(request.name());
    return DeleteFunctionResponse.builder().build();
  }

  @Override
  public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
    boolean live = request.stage() == FunctionStage.LIVE;
    List<FunctionSummary> all =
        functions.all().stream()
            .map(one -> live ? one.value().live() : one.value().development())
            .filter(Objects::nonNull)
            .toList();
    return ListFunctionsResponse.builder()
        .functionList(list -> list.quantity(all.size()).items(all).maxItems(100))
        .build();
  }

  private static FunctionConfig checked(@Nullable FunctionConfig config) {
    if (config == null || config.runtime() == null) {
      throw CloudFrontErrors.invalid("FunctionConfig with Comment and Runtime is required");
    }
    if (config.keyValueStoreAssociations() != null
        && config.keyValueStoreAssociations().hasItems()) {
      throw CloudFrontErrors.notHere("key value stores");
    }
    return config;
  }

  private static SdkBytes code(@Nullable SdkBytes code) {
    if (code == null || code.asByteArrayUnsafe().length == 0) {
      throw CloudFrontErrors.invalid("FunctionCode is required");
    }
    if (code.asByteArrayUnsafe().length > 10 * 1024) {
      throw CloudFrontErrors.invalid("A function's code has at most 10 KB");
    }
    return code;
  }
}
