package dev.rehearsal.cloud.secretsmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.secretsmanager.model.PublicPolicyException;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/** Makes, describes, lists and deletes secrets. */
final class SecretAdmin {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");

  private final Surroundings aws;
  private final Secrets secrets;
  private final SecretValues values;

  SecretAdmin(Surroundings aws, Secrets secrets, SecretValues values) {
    this.aws = aws;
    this.secrets = secrets;
    this.values = values;
  }

  synchronized CreateSecretResponse create(CreateSecretRequest request) {
    String name = String.valueOf(request.name());
    if (!NAME.matcher(name).matches()) {
      throw SecretErrors.parameter(
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    if (!request.addReplicaRegions().isEmpty()) {
      throw SecretErrors.parameter(
          "The embedded Secrets Manager has no replicas: leave AddReplicaRegions out.");
    }
    Optional<Secret> known = secrets.find(name).filter(secret -> secret.deleted == null);
    if (known.isPresent() && repeats(known.get(), request)) {
      return CreateSecretResponse.builder()
          .arn(known.get().arn)
          .name(name)
          .versionId(request.clientRequestToken())
          .build();
    }
    Secret secret = secrets.make(name);
    secret.description = request.description() == null ? "" : request.description();
    secret.kmsKeyId = request.kmsKeyId();
    request.tags().forEach(tag -> secret.tags.put(tag.key(), tag.value()));
    CreateSecretResponse.Builder made = CreateSecretResponse.builder().arn(secret.arn).name(name);
    if (request.secretString() != null || request.secretBinary() != null) {
      made.versionId(
          values.put(
                  secret,
                  request.clientRequestToken(),
                  request.secretString(),
                  request.secretBinary(),
                  List.of(Secret.CURRENT))
              .id);
    }
    secrets.put(secret);
    return made.build();
  }

  synchronized String createManaged(
      String name,
      String owningService,
      String description,
      String value,
      @Nullable String kmsKeyId) {
    Secret secret = secrets.make(name);
    secret.owningService = owningService;
    secret.description = description;
    secret.kmsKeyId = kmsKeyId;
    Secret.Version unused =
        secret.put(aws.ids().uuid(), value, null, List.of(Secret.CURRENT), secrets.now());
    secrets.put(secret);
    return secret.arn;
  }

  UpdateSecretResponse update(UpdateSecretRequest request) {
    Secret secret = secrets.live(request.secretId());
    synchronized (secret) {
      UpdateSecretResponse.Builder updated =
          UpdateSecretResponse.builder().arn(secret.arn).name(secret.name);
      if (request.description() != null) {
        secret.description = request.description();
      }
      if (request.kmsKeyId() != null) {
        secret.kmsKeyId = request.kmsKeyId().isEmpty() ? null : request.kmsKeyId();
      }
      if (request.secretString() != null || request.secretBinary() != null) {
        updated.versionId(
            values.put(
                    secret,
                    request.clientRequestToken(),
                    request.secretString(),
                    request.secretBinary(),
                    List.of(Secret.CURRENT))
                .id);
      }
      secret.changed = secrets.now();
      return updated.build();
    }
  }

  DescribeSecretResponse describe(Secret secret) {
    synchronized (secret) {
      return DescribeSecretResponse.builder()
          .arn(secret.arn)
          .name(secret.name)
          .description(secret.description.isEmpty() ? null : secret.description)
          .kmsKeyId(secret.kmsKeyId)
          .rotationEnabled(secret.rotationRules == null ? null : Boolean.TRUE)
          .rotationLambdaARN(secret.rotationLambda)
          .rotationRules(secret.rotationRules)
          .lastRotatedDate(secret.rotated)
          .nextRotationDate(secret.nextRotation)
          .lastChangedDate(secret.changed)
          .lastAccessedDate(secret.accessed)
          .deletedDate(secret.deleted)
          .tags(tags(secret))
          .versionIdsToStages(secret.versionIdsToStages())
          .owningService(secret.owningService)
          .createdDate(secret.created)
          .build();
    }
  }

  ListSecretsResponse list(ListSecretsRequest request) {
    boolean withDeleted = Boolean.TRUE.equals(request.includePlannedDeletion());
    Comparator<Secret> order = Comparator.comparing(secret -> secret.created);
    List<Secret> all =
        secrets.all().stream()
            .filter(secret -> withDeleted || secret.deleted == null)
            .filter(secret -> SecretFilters.match(secret, request.filters(), aws.region()))
            .sorted("asc".equals(request.sortOrderAsString()) ? order : order.reversed())
            .toList();
    Page<Secret> page = Pages.of(all, request.maxResults(), 100, request.nextToken());
    return ListSecretsResponse.builder()
        .secretList(page.items().stream().map(this::entry).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteSecretResponse delete(DeleteSecretRequest request) {
    boolean force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
    Long days = request.recoveryWindowInDays();
    if (force && days != null) {
      throw SecretErrors.parameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    if (days != null && (days < 7 || days > 30)) {
      throw SecretErrors.parameter(
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    Optional<Secret> found = secrets.find(request.secretId());
    if (found.isEmpty() && force) {
      // AWS answers success here, so that a forced deletion can be repeated.
      return DeleteSecretResponse.builder()
          .name(request.secretId())
          .deletionDate(secrets.now())
          .build();
    }
    Secret secret = force ? secrets.any(request.secretId()) : secrets.live(request.secretId());
    synchronized (secret) {
      Instant now = secrets.now();
      secret.deleted = now;
      secret.destroyedAt = force ? now : now.plus(Duration.ofDays(days == null ? 30 : days));
      if (force) {
        secrets.remove(secret);
      }
      return DeleteSecretResponse.builder()
          .arn(secret.arn)
          .name(secret.name)
          .deletionDate(secret.destroyedAt)
          .build();
    }
  }

  void setPolicy(Secret secret, PutResourcePolicyRequest request) {
    String policy = String.valueOf(request.resourcePolicy());
    try {
      JsonNode document = JSON.readTree(policy);
      if (!document.has("Statement")) {
        throw malformed();
      }
      if (Boolean.TRUE.equals(request.blockPublicPolicy()) && isPublic(document)) {
        throw AwsError.of(
            PublicPolicyException.builder(),
            "PublicPolicyException",
            400,
            "You can't use a resource-based policy that allows broad access to the secret.");
      }
    } catch (JsonProcessingException invalid) {
      throw malformed();
    }
    synchronized (secret) {
      secret.policy = policy;
    }
  }

  private static boolean isPublic(JsonNode document) {
    JsonNode statements = document.path("Statement");
    for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
      JsonNode principal = statement.path("Principal");
      boolean everybody =
          principal.asText().equals("*") || principal.path("AWS").asText().equals("*");
      if (everybody
          && statement.path("Effect").asText().equals("Allow")
          && !statement.has("Condition")) {
        return true;
      }
    }
    return false;
  }

  private static AwsServiceException malformed() {
    return AwsError.of(
        MalformedPolicyDocumentException.builder(),
        "MalformedPolicyDocumentException",
        400,
        "This resource policy contains invalid Json.");
  }

  private static boolean repeats(Secret secret, CreateSecretRequest request) {
    return request.clientRequestToken() != null
        && secret
            .version(request.clientRequestToken())
            .filter(
                version ->
                    String.valueOf(version.text).equals(String.valueOf(request.secretString())))
            .isPresent();
  }

  private SecretListEntry entry(Secret secret) {
    DescribeSecretResponse all = describe(secret);
    return SecretListEntry.builder()
        .arn(all.arn())
        .name(all.name())
        .description(all.description())
        .kmsKeyId(all.kmsKeyId())
        .rotationEnabled(all.rotationEnabled())
        .rotationLambdaARN(all.rotationLambdaARN())
        .rotationRules(all.rotationRules())
        .lastRotatedDate(all.lastRotatedDate())
        .lastChangedDate(all.lastChangedDate())
        .lastAccessedDate(all.lastAccessedDate())
        .deletedDate(all.deletedDate())
        .tags(all.tags())
        .secretVersionsToStages(all.versionIdsToStages())
        .owningService(all.owningService())
        .createdDate(all.createdDate())
        .build();
  }

  private static List<Tag> tags(Secret secret) {
    return secret.tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
