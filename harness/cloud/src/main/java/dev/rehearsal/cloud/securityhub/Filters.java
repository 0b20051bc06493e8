package dev.rehearsal.cloud.securityhub;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFindingFilters;
import software.amazon.awssdk.services.securityhub.model.StringFilter;

/**
 * Which findings are asked for: filters of one member are alternatives, those of several add up.
 */
final class Filters {

  private Filters() {}

  static boolean match(@Nullable AwsSecurityFindingFilters filters, AwsSecurityFinding finding) {
    if (filters == null) {
      return true;
    }
    return text(filters.id(), finding, AwsSecurityFinding::id)
        && text(filters.productName(), finding, AwsSecurityFinding::productName)
        && text(filters.generatorId(), finding, AwsSecurityFinding::generatorId)
        && text(filters.title(), finding, AwsSecurityFinding::title)
        && text(filters.resourceId(), finding, one -> one.resources().get(0).id())
        && text(filters.resourceType(), finding, one -> one.resources().get(0).type())
        && text(filters.severityLabel(), finding, one -> one.severity().labelAsString())
        && text(filters.recordState(), finding, AwsSecurityFinding::recordStateAsString)
        && text(filters.workflowStatus(), finding, one -> one.workflow().statusAsString())
        && text(
            filters.complianceStatus(),
            finding,
            one -> one.compliance() == null ? "" : one.compliance().statusAsString())
        && text(
            filters.complianceSecurityControlId(),
            finding,
            one ->
                one.compliance() == null || one.compliance().securityControlId() == null
                    ? ""
                    : one.compliance().securityControlId());
  }

  /** Filters that are not looked at would answer too much: they are refused. */
  static void check(@Nullable AwsSecurityFindingFilters filters) {
    if (filters == null) {
      return;
    }
    List<String> known =
        List.of(
            "Id",
            "ProductName",
            "GeneratorId",
            "Title",
            "ResourceId",
            "ResourceType",
            "SeverityLabel",
            "RecordState",
            "WorkflowStatus",
            "ComplianceStatus",
            "ComplianceSecurityControlId");
    for (SdkField<?> field : filters.sdkFields()) {
      Object value = field.getValueOrDefault(filters);
      if (value != null
          && !(value instanceof SdkAutoConstructList<?>)
          && !known.contains(field.memberName())) {
        throw HubErrors.notHere("filtering findings by " + field.memberName());
      }
    }
  }

  private static boolean text(
      List<StringFilter> filters,
      AwsSecurityFinding finding,
      Function<AwsSecurityFinding, String> member) {
    if (filters.isEmpty()) {
      return true;
    }
    String value = member.apply(finding);
    return filters.stream()
        .anyMatch(
            filter ->
                switch (filter.comparison()) {
                  case EQUALS -> value.equals(filter.value());
                  case PREFIX -> value.startsWith(filter.value());
                  case CONTAINS -> value.contains(filter.value());
                  case NOT_EQUALS -> !value.equals(filter.value());
                  case PREFIX_NOT_EQUALS -> !value.startsWith(filter.value());
                  case NOT_CONTAINS -> !value.contains(filter.value());
                  default ->
                      throw HubErrors.notHere("the comparison " + filter.comparisonAsString());
                });
  }
}
