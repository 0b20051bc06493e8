package dev.rehearsal.cloud.accessanalyzer;

import dev.rehearsal.cloud.call.Shapes;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummary;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.FindingType;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

/** Findings in the four shapes that the service answers them in. */
final class FindingShapes {

  private FindingShapes() {}

  static FindingSummary summary(Finding one) {
    return FindingSummary.builder()
        .id(one.id())
        .principal(one.principal())
        .action(one.actions())
        .resource(one.resource())
        .isPublic(one.isPublic())
        .resourceType(one.type())
        .condition(one.conditions())
        .createdAt(one.created())
        .analyzedAt(one.analyzed())
        .updatedAt(one.updated())
        .status(one.status())
        .resourceOwnerAccount(one.owner())
        .error(one.error())
        .sources(one.sources())
        .build();
  }

  static software.amazon.awssdk.services.accessanalyzer.model.Finding whole(Finding one) {
    return Shapes.copy(
            summary(one), software.amazon.awssdk.services.accessanalyzer.model.Finding.builder())
        .build();
  }

  static FindingSummaryV2 summaryV2(Finding one) {
    return Shapes.copy(summary(one), FindingSummaryV2.builder())
        .findingType(FindingType.EXTERNAL_ACCESS)
        .build();
  }

  static GetFindingV2Response wholeV2(Finding one) {
    return Shapes.copy(summaryV2(one), GetFindingV2Response.builder())
        .findingDetails(
            details ->
                details.externalAccessDetails(
                    access ->
                        access
                            .principal(one.principal())
                            .action(one.actions())
                            .condition(one.conditions())
                            .isPublic(one.isPublic())
                            .sources(one.sources())))
        .build();
  }
}
