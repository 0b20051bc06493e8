package dev.rehearsal.terraform.aws.lambda;

import dev.rehearsal.terraform.provider.OperationTagging;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What the provider serves of Lambda. */
public final class LambdaTypes {

  private LambdaTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new AliasType(),
        new EventInvokeConfigType(),
        new EventSourceMappingType(),
        new FunctionType(),
        new PermissionType());
  }

  static OperationTagging tagging() {
    return Tagging.of(LambdaClient.class, "arn")
        .operations("TagResource", "UntagResource", "ListTags");
  }

  /** A function's name from its name or ARN. */
  static String functionName(String nameOrArn) {
    String[] parts = nameOrArn.split(":");
    return parts.length >= 7 ? parts[6] : parts[0];
  }

  /** Whether two ways to name a function mean the same one. */
  static boolean sameFunction(Object a, Object b) {
    return functionName(a.toString()).equals(functionName(b.toString()));
  }

  /** The ARN by which API Gateway invokes a function. */
  static String invokeArn(String region, String functionArn) {
    return "arn:aws:apigateway:"
        + region
        + ":lambda:path/2015-03-31/functions/"
        + functionArn
        + "/invocations";
  }
}
