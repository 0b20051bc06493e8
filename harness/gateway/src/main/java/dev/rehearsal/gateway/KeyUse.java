package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What a caller needs of the KMS key behind a secret, a queue, a topic or a database's snapshot:
 * these services use the key with the caller's own permissions, where the key is not one that AWS
 * manages.
 */
final class KeyUse {

  private static final Map<String, List<String>> ACTIONS =
      Map.of(
          "secretsmanager:GetSecretValue", List.of("kms:Decrypt"),
          "secretsmanager:PutSecretValue", List.of("kms:GenerateDataKey"),
          "secretsmanager:UpdateSecret", List.of("kms:GenerateDataKey"),
          "secretsmanager:CreateSecret", List.of("kms:GenerateDataKey", "kms:Decrypt"),
          "sqs:SendMessage", List.of("kms:GenerateDataKey", "kms:Decrypt"),
          "sqs:ReceiveMessage", List.of("kms:Decrypt"),
          "sns:Publish", List.of("kms:GenerateDataKey", "kms:Decrypt"),
          "rds:RestoreDBInstanceFromDBSnapshot", List.of("kms:DescribeKey", "kms:CreateGrant"));

  private final Lookup lookup;

  KeyUse(Lookup lookup) {
    this.lookup = lookup;
  }

  /** The needs that a need brings along; none where no customer's key is behind its resource. */
  List<Need> of(AwsCall call, Need need) {
    List<String> actions = ACTIONS.get(need.action());
    if (actions == null || silent(call)) {
      return List.of();
    }
    return key(call, need.resource())
        .filter(key -> !key.startsWith("alias/aws/"))
        .flatMap(key -> lookup.find(call, key, "key"))
        .map(arn -> actions.stream().map(action -> new Need(action, arn)).toList())
        .orElse(List.of());
  }

  private static boolean silent(AwsCall call) {
    return call.operation().name().equals("UpdateSecret")
        && Members.text(call.request(), "SecretString").isEmpty()
        && Members.value(call.request(), "SecretBinary") == null;
  }

  /** The encryption context that a service gives for a resource. */
  static Map<String, String> context(Need first) {
    return switch (first.action().substring(0, first.action().indexOf(':'))) {
      case "secretsmanager" -> Map.of("SecretARN", first.resource());
      case "sqs" -> Map.of("aws:sqs:arn", first.resource());
      case "sns" -> Map.of("aws:sns:topicArn", first.resource());
      default -> Map.of();
    };
  }

  private Optional<String> key(AwsCall call, String resource) {
    try {
      return Optional.ofNullable(
          switch (call.operation().service().id()) {
            case "secretsmanager" ->
                call.operation().name().equals("CreateSecret")
                    ? Members.text(call.request(), "KmsKeyId").orElse(null)
                    : secretKey(call, resource);
            case "sqs" -> queueKey(call, resource);
            case "sns" -> topicKey(call, resource);
            case "rds" -> snapshotKey(call, resource);
            default -> null;
          });
    } catch (AwsServiceException unknown) {
      return Optional.empty();
    }
  }

  private @Nullable String secretKey(AwsCall call, String arn) {
    return lookup
        .backend(SecretsManagerClient.class, call)
        .map(secrets -> secrets.describeSecret(d -> d.secretId(arn)).kmsKeyId())
        .orElse(null);
  }

  private @Nullable String queueKey(AwsCall call, String arn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    return lookup
        .backend(SqsClient.class, call)
        .map(
            queues ->
                queues
                    .getQueueAttributes(
                        g ->
                            g.queueUrl(queues.getQueueUrl(u -> u.queueName(name)).queueUrl())
                                .attributeNames(QueueAttributeName.KMS_MASTER_KEY_ID))
                    .attributes()
                    .get(QueueAttributeName.KMS_MASTER_KEY_ID))
        .orElse(null);
  }

  private @Nullable String topicKey(AwsCall call, String arn) {
    return arn.startsWith("arn:")
        ? lookup
            .backend(SnsClient.class, call)
            .map(
                topics ->
                    topics
                        .getTopicAttributes(g -> g.topicArn(arn))
                        .attributes()
                        .get("KmsMasterKeyId"))
            .orElse(null)
        : null;
  }

  private @Nullable String snapshotKey(AwsCall call, String arn) {
    int name = arn.indexOf(":snapshot:");
    return name < 0
        ? null
        : lookup
            .backend(RdsClient.class, call)
            .map(
                databases ->
                    databases
                        .describeDBSnapshots(
                            d ->
                                d.dbSnapshotIdentifier(arn.substring(name + ":snapshot:".length())))
                        .dbSnapshots()
                        .get(0)
                        .kmsKeyId())
            .orElse(null);
  }
}
