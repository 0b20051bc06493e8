package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolDomainRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolDomainResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserPoolDomainRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserPoolDomainResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeUserPoolDomainRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeUserPoolDomainResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DomainDescriptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DomainStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TagResourceRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TagResourceResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UntagResourceRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UntagResourceResponse;

/** Domains and tags of pools. */
abstract class DomainOperations extends PoolOperations {

  DomainOperations(Surroundings aws) {
    super(aws);
  }

  @Override
  public CreateUserPoolDomainResponse createUserPoolDomain(CreateUserPoolDomainRequest request) {
    Pool pool = pool(request.userPoolId());
    if (pools.values().stream().anyMatch(one -> request.domain().equals(one.type().domain()))) {
      throw CognitoErrors.invalid("Domain already associated with another user pool.");
    }
    pool.type(pool.type().toBuilder().domain(request.domain()).build());
    return CreateUserPoolDomainResponse.builder().build();
  }

  @Override
  public DescribeUserPoolDomainResponse describeUserPoolDomain(
      DescribeUserPoolDomainRequest request) {
    DomainDescriptionType.Builder description = DomainDescriptionType.builder();
    for (Pool pool : pools.values()) {
      if (request.domain().equals(pool.type().domain())) {
        description
            .domain(request.domain())
            .userPoolId(pool.id())
            .awsAccountId(aws.account())
            .status(DomainStatusType.ACTIVE);
      }
    }
    return DescribeUserPoolDomainResponse.builder().domainDescription(description.build()).build();
  }

  @Override
  public DeleteUserPoolDomainResponse deleteUserPoolDomain(DeleteUserPoolDomainRequest request) {
    Pool pool = pool(request.userPoolId());
    if (!request.domain().equals(pool.type().domain())) {
      throw CognitoErrors.invalid("No such domain or user pool exists.");
    }
    pool.type(pool.type().toBuilder().domain(null).build());
    return DeleteUserPoolDomainResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(byArn(request.resourceArn()).type().userPoolTags())
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    Pool pool = byArn(request.resourceArn());
    Map<String, String> tags = new TreeMap<>(pool.type().userPoolTags());
    tags.putAll(request.tags());
    pool.type(pool.type().toBuilder().userPoolTags(tags).build());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    Pool pool = byArn(request.resourceArn());
    Map<String, String> tags = new TreeMap<>(pool.type().userPoolTags());
    request.tagKeys().forEach(tags::remove);
    pool.type(pool.type().toBuilder().userPoolTags(tags).build());
    return UntagResourceResponse.builder().build();
  }

  private Pool byArn(String arn) {
    return pool(arn.substring(arn.lastIndexOf('/') + 1));
  }
}
