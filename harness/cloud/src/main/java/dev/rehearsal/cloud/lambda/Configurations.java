package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.ec2.Ec2;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.SnapStart;
import software.amazon.awssdk.services.lambda.model.SnapStartResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/** Makes the configurations that Lambda answers from what requests ask for. */
final class Configurations {

  private static final DateTimeFormatter MODIFIED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  private final Surroundings aws;

  Configurations(Surroundings aws) {
    this.aws = aws;
  }

  FunctionConfiguration create(String name, CreateFunctionRequest request, Code code) {
    FunctionConfiguration.Builder builder =
        FunctionConfiguration.builder()
            .description("")
            .timeout(3)
            .memorySize(128)
            .version(FunctionRef.LATEST)
            .state(State.ACTIVE)
            .packageType("Zip")
            .architecturesWithStrings("x86_64")
            .ephemeralStorage(storage -> storage.size(512))
            .tracingConfig(tracing -> tracing.mode("PassThrough"))
            .snapStart(off())
            .runtimeVersionConfig(
                version ->
                    version.runtimeVersionArn(
                        "arn:aws:lambda:" + aws.region() + "::runtime:rehearsal"))
            .loggingConfig(logging(name, null))
            .vpcConfig(vpc(null));
    FunctionConfiguration given =
        shape(Shapes.copy(request, builder).build(), request.environment()).toBuilder()
            .functionName(name)
            .functionArn(aws.arn("lambda", "function:" + name))
            .vpcConfig(vpc(request.vpcConfig()))
            .loggingConfig(logging(name, request.loggingConfig()))
            .snapStart(snapStart(request.snapStart()))
            .codeSha256(code.sha256())
            .codeSize(code.size())
            .build();
    return changed(given);
  }

  FunctionConfiguration update(
      FunctionConfiguration before, UpdateFunctionConfigurationRequest request) {
    FunctionConfiguration.Builder builder =
        shape(Shapes.copy(request, before.toBuilder()).build(), request.environment()).toBuilder()
            .functionName(before.functionName());
    if (request.vpcConfig() != null) {
      builder.vpcConfig(vpc(request.vpcConfig()));
    }
    if (request.loggingConfig() != null) {
      builder.loggingConfig(logging(before.functionName(), request.loggingConfig()));
    }
    if (request.snapStart() != null) {
      builder.snapStart(snapStart(request.snapStart()));
    }
    return changed(builder.build());
  }

  /** The same configuration with a new revision, as of now. */
  FunctionConfiguration changed(FunctionConfiguration configuration) {
    return configuration.toBuilder()
        .revisionId(aws.ids().uuid())
        .lastModified(MODIFIED.format(aws.clock().instant()))
        .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL)
        .build();
  }

  /** Refuses a role that does not exist or that Lambda must not assume. */
  void checkRole(String arn) {
    if (!ExecutionRole.assumable(aws, arn)) {
      throw Errors.invalid(ExecutionRole.UNASSUMABLE);
    }
  }

  private static FunctionConfiguration shape(
      FunctionConfiguration copied, @Nullable Environment environment) {
    FunctionRules.memory(copied.memorySize());
    FunctionRules.timeout(copied.timeout());
    if (environment == null) {
      return copied;
    }
    Map<String, String> variables = environment.variables();
    FunctionRules.environment(variables);
    return copied.toBuilder().environment(set -> set.variables(variables)).build();
  }

  private static LoggingConfig logging(String name, @Nullable LoggingConfig asked) {
    LoggingConfig.Builder builder =
        LoggingConfig.builder().logFormat("Text").logGroup("/aws/lambda/" + name);
    if (asked != null) {
      Shapes.copy(asked, builder);
    }
    LoggingConfig config = builder.build();
    return "JSON".equals(config.logFormatAsString())
        ? config.toBuilder()
            .applicationLogLevel(
                config.applicationLogLevel() == null
                    ? "INFO"
                    : config.applicationLogLevelAsString())
            .systemLogLevel(
                config.systemLogLevel() == null ? "INFO" : config.systemLogLevelAsString())
            .build()
        : config;
  }

  private static SnapStartResponse off() {
    return SnapStartResponse.builder().applyOn("None").optimizationStatus("Off").build();
  }

  private static SnapStartResponse snapStart(@Nullable SnapStart asked) {
    if (asked == null || "None".equals(asked.applyOnAsString())) {
      return off();
    }
    throw Errors.unsupported("SnapStart");
  }

  private VpcConfigResponse vpc(@Nullable VpcConfig asked) {
    if (asked == null) {
      return VpcConfigResponse.builder()
          .subnetIds(List.of())
          .securityGroupIds(List.of())
          .vpcId("")
          .ipv6AllowedForDualStack(false)
          .build();
    }
    return VpcConfigResponse.builder()
        .subnetIds(asked.subnetIds())
        .securityGroupIds(asked.securityGroupIds())
        .ipv6AllowedForDualStack(Boolean.TRUE.equals(asked.ipv6AllowedForDualStack()))
        .vpcId(asked.subnetIds().isEmpty() ? "" : vpcOf(asked.subnetIds()))
        .build();
  }

  private String vpcOf(List<String> subnets) {
    try {
      return aws.peer(Ec2.class, aws.region())
          .describeSubnets(describe -> describe.subnetIds(subnets))
          .subnets()
          .get(0)
          .vpcId();
    } catch (AwsServiceException unknown) {
      throw Errors.invalid(
          "Error occurred while DescribeSubnets. EC2 Error Code: "
              + unknown.awsErrorDetails().errorCode()
              + ". EC2 Error Message: "
              + unknown.awsErrorDetails().errorMessage());
    } catch (UnsupportedOperationException noVpc) {
      return "";
    }
  }
}
