package dev.rehearsal.cloud.ses;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ses.model.SesException;
import software.amazon.awssdk.services.ses.model.TemplateDoesNotExistException;

/** The errors of SES, worded as AWS words them; both of its APIs share the codes of sending. */
final class SesErrors {

  private SesErrors() {}

  static AwsServiceException noTemplate(String name) {
    return AwsError.of(
        TemplateDoesNotExistException.builder(),
        "TemplateDoesNotExist",
        400,
        "Template " + name + " does not exist.");
  }

  static AwsServiceException parameter(String message) {
    return AwsError.of(SesException.builder(), "InvalidParameterValue", 400, message);
  }
}
