package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.ResourcePolicies;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.CancelRotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CancelRotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** AWS Secrets Manager: secrets with versions and stages, in memory. */
public final class SecretsManager implements SecretsManagerClient, ResourcePolicies {

  private final Secrets secrets;
  private final SecretAdmin admin;
  private final SecretValues values;
  private final Rotation rotation;
  private final Passwords passwords = new Passwords();

  public SecretsManager(Surroundings aws) {
    secrets = new Secrets(aws);
    rotation = new Rotation(aws);
    values = new SecretValues(aws, secrets);
    admin = new SecretAdmin(aws, secrets, values);
  }

  @Override
  public String serviceName() {
    return "secretsmanager";
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return secrets.find(arn).map(secret -> secret.policy);
  }

  /**
   * Creates a secret that another service owns, such as RDS's {@code rds!db-…}.
   *
   * @param owningService the owner as AWS names it, for example {@code rds}
   * @return the secret's ARN
   */
  public String createManaged(
      String name,
      String owningService,
      String description,
      String value,
      @Nullable String kmsKeyId) {
    return admin.createManaged(name, owningService, description, value, kmsKeyId);
  }

  /** Deletes a secret that another service owns, at once. */
  public void deleteManaged(String arn) {
    secrets.find(arn).ifPresent(secrets::remove);
  }

  @Override
  public CreateSecretResponse createSecret(CreateSecretRequest request) {
    return admin.create(request);
  }

  @Override
  public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
    Secret secret = secrets.live(request.secretId());
    synchronized (secret) {
      List<String> stages =
          request.versionStages().isEmpty() ? List.of(Secret.CURRENT) : request.versionStages();
      Secret.Version version =
          values.put(
              secret,
              request.clientRequestToken(),
              request.secretString(),
              request.secretBinary(),
              stages);
      return PutSecretValueResponse.builder()
          .arn(secret.arn)
          .name(secret.name)
          .versionId(version.id)
          .versionStages(version.stages)
          .build();
    }
  }

  @Override
  public UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
    return admin.update(request);
  }

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    return values.get(request);
  }

  @Override
  public BatchGetSecretValueResponse batchGetSecretValue(BatchGetSecretValueRequest request) {
    return values.getBatch(request);
  }

  @Override
  public UpdateSecretVersionStageResponse updateSecretVersionStage(
      UpdateSecretVersionStageRequest request) {
    return values.moveStage(request);
  }

  @Override
  public ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request) {
    return values.listVersions(request);
  }

  @Override
  public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
    return admin.describe(secrets.any(request.secretId()));
  }

  @Override
  public ListSecretsResponse listSecrets(ListSecretsRequest request) {
    return admin.list(request);
  }

  @Override
  public DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
    DeleteSecretResponse deleted = admin.delete(request);
    secrets.find(request.secretId()).ifPresent(rotation::cancel);
    return deleted;
  }

  @Override
  public RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
    Secret secret = secrets.any(request.secretId());
    synchronized (secret) {
      secret.deleted = null;
      secret.destroyedAt = null;
    }
    return RestoreSecretResponse.builder().arn(secret.arn).name(secret.name).build();
  }

  @Override
  public RotateSecretResponse rotateSecret(RotateSecretRequest request) {
    Secret secret = secrets.live(request.secretId());
    return RotateSecretResponse.builder()
        .versionId(rotation.rotate(secret, request))
        .arn(secret.arn)
        .name(secret.name)
        .build();
  }

  @Override
  public CancelRotateSecretResponse cancelRotateSecret(CancelRotateSecretRequest request) {
    Secret secret = secrets.live(request.secretId());
    rotation.cancel(secret);
    return CancelRotateSecretResponse.builder().arn(secret.arn).name(secret.name).build();
  }

  @Override
  public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
    return GetRandomPasswordResponse.builder().randomPassword(passwords.make(request)).build();
  }

  @Override
  public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
    Secret secret = secrets.any(request.secretId());
    return GetResourcePolicyResponse.builder()
        .arn(secret.arn)
        .name(secret.name)
        .resourcePolicy(secret.policy)
        .build();
  }

  @Override
  public PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
    Secret secret = secrets.live(request.secretId());
    admin.setPolicy(secret, request);
    return PutResourcePolicyResponse.builder().arn(secret.arn).name(secret.name).build();
  }

  @Override
  public DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
    Secret secret = secrets.live(request.secretId());
    synchronized (secret) {
      secret.policy = null;
    }
    return DeleteResourcePolicyResponse.builder().arn(secret.arn).name(secret.name).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    Secret secret = secrets.live(request.secretId());
    if (request.tags().stream().anyMatch(tag -> tag.key() == null)) {
      throw SecretErrors.parameter("A tag needs a key.");
    }
    synchronized (secret) {
      request.tags().forEach(tag -> secret.tags.put(tag.key(), tag.value()));
    }
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    Secret secret = secrets.live(request.secretId());
    synchronized (secret) {
      request.tagKeys().forEach(secret.tags::remove);
    }
    return UntagResourceResponse.builder().build();
  }

  @Override
  public void close() {
    rotation.close();
    secrets.clear();
  }
}
