package dev.rehearsal.cloud.ssm;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceTypeException;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/** AWS Systems Manager: its Parameter Store, in memory. */
public final class Ssm implements SsmClient {

  private final Parameters parameters;

  public Ssm(Surroundings aws) {
    parameters = new Parameters(aws, new SecureStrings(aws));
  }

  @Override
  public String serviceName() {
    return "ssm";
  }

  @Override
  public PutParameterResponse putParameter(PutParameterRequest request) {
    StoredParameter.Version version = parameters.put(request);
    return PutParameterResponse.builder().version(version.number()).tier(version.tier()).build();
  }

  @Override
  public GetParameterResponse getParameter(GetParameterRequest request) {
    return GetParameterResponse.builder()
        .parameter(
            parameters.get(
                String.valueOf(request.name()), Boolean.TRUE.equals(request.withDecryption())))
        .build();
  }

  @Override
  public GetParametersResponse getParameters(GetParametersRequest request) {
    if (request.names().isEmpty() || request.names().size() > 10) {
      throw SsmErrors.validation("Names must have between 1 and 10 members.");
    }
    List<Parameter> found = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String name : request.names()) {
      try {
        found.add(parameters.get(name, Boolean.TRUE.equals(request.withDecryption())));
      } catch (ParameterNotFoundException | ParameterVersionNotFoundException none) {
        invalid.add(name);
      }
    }
    return GetParametersResponse.builder().parameters(found).invalidParameters(invalid).build();
  }

  @Override
  public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
    String path = String.valueOf(request.path());
    if (!path.startsWith("/")) {
      throw SsmErrors.validation(
          "The parameter doesn't meet the parameter name requirements. The parameter name must begin"
              + " with a forward slash \"/\".");
    }
    List<StoredParameter> all =
        parameters.all().stream()
            .filter(
                each ->
                    ParameterFilters.under(
                        each.name, path, Boolean.TRUE.equals(request.recursive())))
            .filter(each -> ParameterFilters.match(each, request.parameterFilters()))
            .toList();
    Page<StoredParameter> page = Pages.of(all, request.maxResults(), 10, request.nextToken());
    boolean decrypt = Boolean.TRUE.equals(request.withDecryption());
    return GetParametersByPathResponse.builder()
        .parameters(
            page.items().stream()
                .map(each -> parameters.show(each, each.latest(), decrypt))
                .toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public GetParameterHistoryResponse getParameterHistory(GetParameterHistoryRequest request) {
    StoredParameter parameter = parameters.existing(request.name());
    boolean decrypt = Boolean.TRUE.equals(request.withDecryption());
    Page<StoredParameter.Version> page =
        Pages.of(parameter.history(), request.maxResults(), 50, request.nextToken());
    return GetParameterHistoryResponse.builder()
        .parameters(
            page.items().stream()
                .map(
                    version ->
                        ParameterHistory.builder()
                            .name(parameter.name)
                            .type(version.type())
                            .keyId(version.keyId())
                            .lastModifiedDate(version.modified())
                            .lastModifiedUser(version.user())
                            .description(version.description())
                            .value(parameters.value(parameter, version, decrypt))
                            .allowedPattern(version.allowedPattern())
                            .version(version.number())
                            .labels(version.labels())
                            .tier(version.tier())
                            .dataType(version.dataType())
                            .build())
                .toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
    List<StoredParameter> all =
        parameters.all().stream()
            .filter(each -> ParameterFilters.match(each, request.parameterFilters()))
            .filter(each -> ParameterFilters.matchOld(each, request.filters()))
            .toList();
    Page<StoredParameter> page = Pages.of(all, request.maxResults(), 50, request.nextToken());
    return DescribeParametersResponse.builder()
        .parameters(page.items().stream().map(Ssm::metadata).toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
    if (!parameters.remove(String.valueOf(request.name()))) {
      throw SsmErrors.notFound(String.valueOf(request.name()));
    }
    return DeleteParameterResponse.builder().build();
  }

  @Override
  public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
    List<String> deleted = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    request.names().forEach(name -> (parameters.remove(name) ? deleted : invalid).add(name));
    return DeleteParametersResponse.builder()
        .deletedParameters(deleted)
        .invalidParameters(invalid)
        .build();
  }

  @Override
  public LabelParameterVersionResponse labelParameterVersion(LabelParameterVersionRequest request) {
    StoredParameter parameter = parameters.existing(request.name());
    List<String> invalid =
        request.labels().stream()
            .filter(label -> !label.matches("[A-Za-z_.-][\\w.-]{0,99}"))
            .toList();
    synchronized (parameter) {
      String number =
          request.parameterVersion() == null ? null : String.valueOf(request.parameterVersion());
      StoredParameter.Version version =
          parameter
              .select(number)
              .orElseThrow(() -> SsmErrors.noVersion(parameter.name, String.valueOf(number)));
      parameter.label(
          version, request.labels().stream().filter(label -> !invalid.contains(label)).toList());
      return LabelParameterVersionResponse.builder()
          .invalidLabels(invalid)
          .parameterVersion(version.number())
          .build();
    }
  }

  @Override
  public UnlabelParameterVersionResponse unlabelParameterVersion(
      UnlabelParameterVersionRequest request) {
    StoredParameter parameter = parameters.existing(request.name());
    synchronized (parameter) {
      String number = String.valueOf(request.parameterVersion());
      StoredParameter.Version version =
          parameter.select(number).orElseThrow(() -> SsmErrors.noVersion(parameter.name, number));
      List<String> removed = request.labels().stream().filter(version.labels()::remove).toList();
      return UnlabelParameterVersionResponse.builder()
          .removedLabels(removed)
          .invalidLabels(
              request.labels().stream().filter(label -> !removed.contains(label)).toList())
          .build();
    }
  }

  @Override
  public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
    StoredParameter parameter = tagged(request.resourceTypeAsString(), request.resourceId());
    synchronized (parameter) {
      request.tags().forEach(tag -> parameter.tags.put(tag.key(), tag.value()));
    }
    return AddTagsToResourceResponse.builder().build();
  }

  @Override
  public RemoveTagsFromResourceResponse removeTagsFromResource(
      RemoveTagsFromResourceRequest request) {
    StoredParameter parameter = tagged(request.resourceTypeAsString(), request.resourceId());
    synchronized (parameter) {
      request.tagKeys().forEach(parameter.tags::remove);
    }
    return RemoveTagsFromResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    StoredParameter parameter = tagged(request.resourceTypeAsString(), request.resourceId());
    synchronized (parameter) {
      return ListTagsForResourceResponse.builder()
          .tagList(
              parameter.tags.entrySet().stream()
                  .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                  .toList())
          .build();
    }
  }

  @Override
  public void close() {
    parameters.clear();
  }

  private StoredParameter tagged(@Nullable String type, @Nullable String id) {
    if (!"Parameter".equals(type)) {
      throw AwsError.of(
          InvalidResourceTypeException.builder(),
          "InvalidResourceType",
          400,
          "The embedded Systems Manager has parameters only, not " + type + ".");
    }
    return parameters
        .find(String.valueOf(id))
        .orElseThrow(
            () ->
                AwsError.of(
                    InvalidResourceIdException.builder(),
                    "InvalidResourceId",
                    400,
                    "The resource ID \"" + id + "\" is not valid. Verify the ID and try again."));
  }

  private static ParameterMetadata metadata(StoredParameter parameter) {
    StoredParameter.Version latest = parameter.latest();
    return ParameterMetadata.builder()
        .name(parameter.name)
        .arn(parameter.arn)
        .type(latest.type())
        .keyId(latest.keyId())
        .lastModifiedDate(latest.modified())
        .lastModifiedUser(latest.user())
        .description(latest.description())
        .allowedPattern(latest.allowedPattern())
        .version(latest.number())
        .tier(latest.tier())
        .dataType(latest.dataType())
        .build();
  }
}
