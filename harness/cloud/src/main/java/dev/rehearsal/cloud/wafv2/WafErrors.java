package dev.rehearsal.cloud.wafv2;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.wafv2.model.WafAssociatedItemException;
import software.amazon.awssdk.services.wafv2.model.WafDuplicateItemException;
import software.amazon.awssdk.services.wafv2.model.WafInvalidParameterException;
import software.amazon.awssdk.services.wafv2.model.WafNonexistentItemException;
import software.amazon.awssdk.services.wafv2.model.WafOptimisticLockException;

/** The errors of WAF. */
final class WafErrors {

  private WafErrors() {}

  static AwsServiceException missing() {
    return AwsError.of(
        WafNonexistentItemException.builder(),
        "WAFNonexistentItemException",
        400,
        "AWS WAF couldn't perform the operation because your resource doesn't exist.");
  }

  static AwsServiceException duplicate() {
    return AwsError.of(
        WafDuplicateItemException.builder(),
        "WAFDuplicateItemException",
        400,
        "AWS WAF couldn't perform the operation because some resource in your request is a"
            + " duplicate of an existing one.");
  }

  static AwsServiceException outdated() {
    return AwsError.of(
        WafOptimisticLockException.builder(),
        "WAFOptimisticLockException",
        400,
        "AWS WAF couldn't save your changes because someone changed the resource after you started"
            + " to edit it. Reapply your changes.");
  }

  static AwsServiceException associated(String by) {
    return AwsError.of(
        WafAssociatedItemException.builder(),
        "WAFAssociatedItemException",
        400,
        "AWS WAF couldn't perform the operation because your resource is being used by another"
            + " resource or it’s associated with another resource: "
            + by);
  }

  static AwsServiceException invalid(String field, String reason) {
    WafInvalidParameterException.Builder builder = WafInvalidParameterException.builder();
    return AwsError.of(
        builder.field(field).reason(reason),
        "WAFInvalidParameterException",
        400,
        "Error reason: " + reason + ", field: " + field);
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of("NotImplemented", 501, "The embedded WAF does not implement " + what + ".");
  }
}
