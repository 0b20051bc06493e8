package dev.rehearsal.cloud.secretsmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.kms.Kms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** The values of secrets: put, read, staged. */
final class SecretValues {

  private static final int MAX_BYTES = 65_536;

  private final Surroundings aws;
  private final Secrets secrets;

  SecretValues(Surroundings aws, Secrets secrets) {
    this.aws = aws;
    this.secrets = secrets;
  }

  Secret.Version put(
      Secret secret,
      @Nullable String token,
      @Nullable String text,
      @Nullable SdkBytes binary,
      List<String> stages) {
    if ((text == null) == (binary == null)) {
      throw SecretErrors.request(
          text == null
              ? "You must provide either SecretString or SecretBinary."
              : "You can't specify both a binary secret value and a string secret value in the same"
                  + " secret.");
    }
    int size =
        text == null
            ? Objects.requireNonNull(binary).asByteArrayUnsafe().length
            : text.getBytes(UTF_8).length;
    if (size > MAX_BYTES) {
      throw SecretErrors.parameter("The secret value is longer than 65536 bytes.");
    }
    unusable(secret)
        .ifPresent(
            why -> {
              throw SecretErrors.encryption(why);
            });
    if (token != null && (token.length() < 32 || token.length() > 64)) {
      throw SecretErrors.parameter("ClientRequestToken must be 32-64 characters long.");
    }
    return secret.put(
        token == null ? aws.ids().uuid() : token, text, binary, stages, secrets.now());
  }

  GetSecretValueResponse get(GetSecretValueRequest request) {
    Secret secret = secrets.live(request.secretId());
    synchronized (secret) {
      Secret.Version version = find(secret, request.versionId(), request.versionStage());
      unusable(secret)
          .ifPresent(
              why -> {
                throw SecretErrors.decryption(why);
              });
      return GetSecretValueResponse.builder()
          .arn(secret.arn)
          .name(secret.name)
          .versionId(version.id)
          .secretString(version.text)
          .secretBinary(version.binary)
          .versionStages(version.stages)
          .createdDate(version.created)
          .build();
    }
  }

  private Optional<String> unusable(Secret secret) {
    String key = secret.kmsKeyId;
    return key == null ? Optional.empty() : aws.peer(Kms.class, aws.region()).unusable(key);
  }

  BatchGetSecretValueResponse getBatch(BatchGetSecretValueRequest request) {
    if (request.secretIdList().isEmpty() == request.filters().isEmpty()) {
      throw SecretErrors.parameter("Either SecretIdList or Filters must be provided, not both.");
    }
    List<String> ids =
        request.secretIdList().isEmpty()
            ? secrets.all().stream()
                .filter(secret -> secret.deleted == null)
                .filter(secret -> SecretFilters.match(secret, request.filters(), aws.region()))
                .map(secret -> secret.arn)
                .toList()
            : request.secretIdList();
    Page<String> page = Pages.of(ids, request.maxResults(), 20, request.nextToken());
    List<SecretValueEntry> found = new ArrayList<>();
    List<APIErrorType> errors = new ArrayList<>();
    for (String id : page.items()) {
      try {
        GetSecretValueResponse value = get(GetSecretValueRequest.builder().secretId(id).build());
        found.add(
            SecretValueEntry.builder()
                .arn(value.arn())
                .name(value.name())
                .versionId(value.versionId())
                .secretString(value.secretString())
                .secretBinary(value.secretBinary())
                .versionStages(value.versionStages())
                .createdDate(value.createdDate())
                .build());
      } catch (AwsServiceException refused) {
        errors.add(
            APIErrorType.builder()
                .secretId(id)
                .errorCode(refused.awsErrorDetails().errorCode())
                .message(refused.awsErrorDetails().errorMessage())
                .build());
      }
    }
    return BatchGetSecretValueResponse.builder()
        .secretValues(found)
        .errors(errors)
        .nextToken(page.next())
        .build();
  }

  UpdateSecretVersionStageResponse moveStage(UpdateSecretVersionStageRequest request) {
    Secret secret = secrets.live(request.secretId());
    synchronized (secret) {
      String stage = String.valueOf(request.versionStage());
      Secret.Version from = secret.staged(stage).orElse(null);
      String fromId = from == null ? null : from.id;
      if (request.removeFromVersionId() != null
          ? !request.removeFromVersionId().equals(fromId)
          : from != null && !from.id.equals(request.moveToVersionId())) {
        throw SecretErrors.parameter(
            "The parameter RemoveFromVersionId must be the version that has the staging label "
                + stage
                + (fromId == null ? "." : ": " + fromId + "."));
      }
      if (request.moveToVersionId() == null) {
        if (stage.equals(Secret.CURRENT)) {
          throw SecretErrors.parameter("You can't remove the staging label AWSCURRENT.");
        }
        if (from != null) {
          from.stages.remove(stage);
        }
      } else {
        secret.move(
            stage,
            secret
                .version(request.moveToVersionId())
                .orElseThrow(() -> noVersion("VersionId: " + request.moveToVersionId())));
      }
      secret.changed = secrets.now();
    }
    return UpdateSecretVersionStageResponse.builder().arn(secret.arn).name(secret.name).build();
  }

  ListSecretVersionIdsResponse listVersions(ListSecretVersionIdsRequest request) {
    Secret secret = secrets.any(request.secretId());
    synchronized (secret) {
      List<SecretVersionsListEntry> all =
          secret.versions().stream()
              .filter(
                  version ->
                      Boolean.TRUE.equals(request.includeDeprecated()) || !version.stages.isEmpty())
              .map(
                  version ->
                      SecretVersionsListEntry.builder()
                          .versionId(version.id)
                          .versionStages(version.stages)
                          .createdDate(version.created)
                          .lastAccessedDate(version.accessed)
                          .build())
              .toList();
      Page<SecretVersionsListEntry> page =
          Pages.of(all, request.maxResults(), 100, request.nextToken());
      return ListSecretVersionIdsResponse.builder()
          .arn(secret.arn)
          .name(secret.name)
          .versions(page.items())
          .nextToken(page.next())
          .build();
    }
  }

  private Secret.Version find(Secret secret, @Nullable String id, @Nullable String stage) {
    String wanted = stage == null ? Secret.CURRENT : stage;
    Secret.Version version =
        id == null
            ? secret
                .staged(wanted)
                .filter(Secret.Version::hasValue)
                .orElseThrow(() -> noVersion("staging label: " + wanted))
            : secret
                .version(id)
                .filter(Secret.Version::hasValue)
                .orElseThrow(() -> noVersion("VersionId: " + id));
    if (id != null && stage != null && !version.stages.contains(stage)) {
      throw SecretErrors.request(
          "You provided a VersionStage that is not associated to the provided VersionId.");
    }
    Instant today = secrets.now().truncatedTo(ChronoUnit.DAYS);
    version.accessed = today;
    secret.accessed = today;
    return version;
  }

  private static AwsServiceException noVersion(String which) {
    return SecretErrors.notFound(
        "Secrets Manager can't find the specified secret value for " + which);
  }
}
