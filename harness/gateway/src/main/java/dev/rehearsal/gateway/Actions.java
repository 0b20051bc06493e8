package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import java.util.Map;
import java.util.Set;

/**
 * IAM's action of each operation. Mostly {@code service:Operation}; here is what the service
 * authorization reference names otherwise.
 */
final class Actions {

  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("lambda:Invoke", "lambda:InvokeFunction"),
          Map.entry("lambda:InvokeWithResponseStream", "lambda:InvokeFunction"),
          Map.entry("sns:PublishBatch", "sns:Publish"),
          Map.entry("sqs:SendMessageBatch", "sqs:SendMessage"),
          Map.entry("sqs:DeleteMessageBatch", "sqs:DeleteMessage"),
          Map.entry("sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
          Map.entry("dynamodb:TransactGetItems", "dynamodb:GetItem"),
          Map.entry("dynamodb:ExecuteStatement", "dynamodb:PartiQLSelect"),
          Map.entry("secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"),
          Map.entry("kms:ReEncrypt", "kms:ReEncryptFrom"),
          Map.entry("ses:SendTemplatedEmail", "ses:SendTemplatedEmail"),
          Map.entry("s3:HeadObject", "s3:GetObject"),
          Map.entry("s3:GetObjectAttributes", "s3:GetObjectAttributes"),
          Map.entry("s3:HeadBucket", "s3:ListBucket"),
          Map.entry("s3:ListObjects", "s3:ListBucket"),
          Map.entry("s3:ListObjectsV2", "s3:ListBucket"),
          Map.entry("s3:ListObjectVersions", "s3:ListBucketVersions"),
          Map.entry("s3:ListBuckets", "s3:ListAllMyBuckets"),
          Map.entry("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
          Map.entry("s3:ListParts", "s3:ListMultipartUploadParts"),
          Map.entry("s3:CopyObject", "s3:PutObject"),
          Map.entry("s3:DeleteObjects", "s3:DeleteObject"),
          Map.entry("s3:CreateMultipartUpload", "s3:PutObject"),
          Map.entry("s3:UploadPart", "s3:PutObject"),
          Map.entry("s3:UploadPartCopy", "s3:PutObject"),
          Map.entry("s3:CompleteMultipartUpload", "s3:PutObject"),
          Map.entry("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
          Map.entry("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
          Map.entry("s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
          Map.entry("s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
          Map.entry("s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
          Map.entry("s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"),
          Map.entry("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
          Map.entry("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
          Map.entry("s3:DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock"));

  /** Operations that anybody may call, signed or not. */
  private static final Set<String> OPEN =
      Set.of(
          "sts:GetCallerIdentity",
          "sts:GetSessionToken",
          "cognito-idp:InitiateAuth",
          "cognito-idp:RespondToAuthChallenge",
          "cognito-idp:SignUp",
          "cognito-idp:ConfirmSignUp",
          "cognito-idp:ResendConfirmationCode",
          "cognito-idp:ForgotPassword",
          "cognito-idp:ConfirmForgotPassword",
          "cognito-idp:ChangePassword",
          "cognito-idp:GetUser",
          "cognito-idp:UpdateUserAttributes",
          "cognito-idp:DeleteUser",
          "cognito-idp:GlobalSignOut",
          "cognito-idp:RevokeToken",
          "cognito-idp:AssociateSoftwareToken",
          "cognito-idp:VerifySoftwareToken",
          "cognito-idp:SetUserMFAPreference",
          "sns:ConfirmSubscription");

  private Actions() {}

  /** The prefix of a service's actions. */
  static String prefix(AwsCall call) {
    return switch (call.operation().service().id()) {
      case "sesv2" -> "ses";
      case "s3control" -> "s3";
      default -> call.operation().service().id();
    };
  }

  /** The action of a call, for example {@code lambda:InvokeFunction}. */
  static String of(AwsCall call) {
    String plain = prefix(call) + ":" + call.operation().name();
    return RENAMED.getOrDefault(plain, plain);
  }

  static boolean open(AwsCall call) {
    return OPEN.contains(prefix(call) + ":" + call.operation().name());
  }
}
