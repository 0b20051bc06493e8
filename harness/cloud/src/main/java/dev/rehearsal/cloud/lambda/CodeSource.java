package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Fetches deployment packages: from the request, or from S3 as the caller of the request. */
final class CodeSource {

  private final Surroundings aws;
  private final CodeStore store;

  CodeSource(Surroundings aws) {
    this.aws = aws;
    this.store = new CodeStore(aws.settings().cacheFolder());
  }

  Code of(@Nullable FunctionCode code) {
    if (code == null) {
      throw Errors.invalid("Please provide a source for function code.");
    }
    if (code.imageUri() != null) {
      throw Errors.unsupported("functions packaged as container images");
    }
    return of(code.zipFile(), code.s3Bucket(), code.s3Key(), code.s3ObjectVersion());
  }

  Code of(UpdateFunctionCodeRequest request) {
    if (request.imageUri() != null) {
      throw Errors.unsupported("functions packaged as container images");
    }
    return of(request.zipFile(), request.s3Bucket(), request.s3Key(), request.s3ObjectVersion());
  }

  private Code of(
      @Nullable SdkBytes zip,
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String version) {
    if (zip != null && bucket != null) {
      throw Errors.invalid(
          "Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    if (zip != null) {
      return store.store(zip.asByteArrayUnsafe());
    }
    if (bucket == null || key == null) {
      throw Errors.invalid("Please provide a source for function code.");
    }
    Caller caller =
        CallScope.current()
            .map(AwsCall::caller)
            .orElseGet(() -> aws.service("lambda.amazonaws.com", null));
    try {
      GetObjectRequest request =
          GetObjectRequest.builder().bucket(bucket).key(key).versionId(version).build();
      return store.store(
          aws.client(S3Client.class, caller)
              .getObject(request, ResponseTransformer.toBytes())
              .asByteArrayUnsafe());
    } catch (AwsServiceException refused) {
      if (refused.awsErrorDetails() == null || refused.statusCode() >= 500) {
        throw refused;
      }
      throw Errors.invalid(
          "Error occurred while GetObject. S3 Error Code: "
              + refused.awsErrorDetails().errorCode()
              + ". S3 Error Message: "
              + refused.awsErrorDetails().errorMessage());
    }
  }
}
