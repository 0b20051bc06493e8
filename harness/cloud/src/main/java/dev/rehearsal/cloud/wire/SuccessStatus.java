package dev.rehearsal.cloud.wire;

import java.util.Set;

/** The status codes that AWS answers instead of 200; the SDK does not carry them. */
final class SuccessStatus {

  private static final Set<String> S3_NO_CONTENT =
      Set.of("AbortMultipartUpload", "PutBucketPolicy");
  private static final Set<String> LAMBDA_CREATED =
      Set.of("AddPermission", "PublishVersion", "PublishLayerVersion", "AddLayerVersionPermission");
  private static final Set<String> LAMBDA_ACCEPTED =
      Set.of(
          "CreateEventSourceMapping",
          "UpdateEventSourceMapping",
          "DeleteEventSourceMapping",
          "InvokeAsync",
          "PutProvisionedConcurrencyConfig");
  private static final Set<String> LAMBDA_NO_CONTENT =
      Set.of("TagResource", "UntagResource", "RemovePermission", "RemoveLayerVersionPermission");

  private SuccessStatus() {}

  static int of(OperationPlan plan) {
    String name = plan.operation().name();
    boolean delete = plan.binding().httpMethod().name().equals("DELETE");
    return switch (plan.operation().service().id()) {
      case "s3" -> delete || S3_NO_CONTENT.contains(name) ? 204 : 200;
      case "lambda" -> {
        if (LAMBDA_ACCEPTED.contains(name)) {
          yield 202;
        }
        if (LAMBDA_NO_CONTENT.contains(name)) {
          yield 204;
        }
        yield delete ? 204 : name.startsWith("Create") || LAMBDA_CREATED.contains(name) ? 201 : 200;
      }
      case "apigateway" ->
          delete ? 204 : name.startsWith("Create") || name.equals("TagResource") ? 201 : 200;
      case "cloudfront" ->
          delete || name.equals("TagResource") || name.equals("UntagResource")
              ? 204
              : name.startsWith("Create") || name.equals("CopyDistribution") ? 201 : 200;
      case "s3control" -> delete ? 204 : 200;
      default -> 200;
    };
  }
}
