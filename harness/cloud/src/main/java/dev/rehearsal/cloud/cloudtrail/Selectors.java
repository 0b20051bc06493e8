package dev.rehearsal.cloud.cloudtrail;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.DataResource;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;

/**
 * Which events a trail keeps: basic selectors or advanced ones.
 *
 * @param basic empty where there are advanced ones
 */
record Selectors(List<EventSelector> basic, List<AdvancedEventSelector> advanced) {

  private static final Set<String> BASIC_TYPES =
      Set.of("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table");
  private static final Set<String> FIELDS =
      Set.of(
          "eventCategory",
          "readOnly",
          "eventSource",
          "eventName",
          "resources.type",
          "resources.ARN",
          "userIdentity.arn");

  /** What a new trail has: all management events, no data events. */
  static Selectors management() {
    return new Selectors(
        List.of(
            EventSelector.builder()
                .readWriteType(ReadWriteType.ALL)
                .includeManagementEvents(true)
                .build()),
        List.of());
  }

  void check() {
    if (basic.isEmpty() == advanced.isEmpty()) {
      throw TrailErrors.selectors("Give event selectors or advanced event selectors, one kind.");
    }
    for (EventSelector selector : basic) {
      for (DataResource data : selector.dataResources()) {
        if (!BASIC_TYPES.contains(data.type())) {
          throw TrailErrors.selectors("The type of a data resource is not valid: " + data.type());
        }
      }
    }
    for (AdvancedEventSelector selector : advanced) {
      boolean category =
          selector.fieldSelectors().stream().anyMatch(each -> each.field().equals("eventCategory"));
      if (!category) {
        throw TrailErrors.selectors("An advanced event selector needs the field eventCategory.");
      }
      for (AdvancedFieldSelector field : selector.fieldSelectors()) {
        if (!FIELDS.contains(field.field())) {
          throw TrailErrors.selectors("The field is not valid: " + field.field());
        }
      }
    }
  }

  boolean keep(TrailEvent event) {
    return advanced.isEmpty()
        ? basic.stream().anyMatch(selector -> keeps(selector, event))
        : advanced.stream()
            .anyMatch(
                selector ->
                    selector.fieldSelectors().stream().allMatch(field -> meets(field, event)));
  }

  private static boolean keeps(EventSelector selector, TrailEvent event) {
    boolean kind =
        switch (selector.readWriteTypeAsString() == null
            ? "All"
            : selector.readWriteTypeAsString()) {
          case "ReadOnly" -> event.readOnly();
          case "WriteOnly" -> !event.readOnly();
          default -> true;
        };
    if (!kind) {
      return false;
    }
    if (event.management()) {
      return !Boolean.FALSE.equals(selector.includeManagementEvents())
          && !selector.excludeManagementEventSources().contains(event.source());
    }
    return selector.dataResources().stream()
        .filter(data -> data.type().equals(event.dataType()))
        .anyMatch(data -> data.values().stream().anyMatch(value -> holds(value, event)));
  }

  /** {@code arn:aws:lambda} and the like stand for every resource of the kind; buckets end in /. */
  private static boolean holds(String value, TrailEvent event) {
    return event.resources().stream()
        .anyMatch(
            arn ->
                arn.equals(value)
                    || value.equals("arn:aws:" + event.service())
                    || (value.startsWith("arn:aws:s3:::") && arn.startsWith(value)));
  }

  private static boolean meets(AdvancedFieldSelector field, TrailEvent event) {
    List<String> values =
        switch (field.field()) {
          case "eventCategory" -> List.of(event.management() ? "Management" : "Data");
          case "readOnly" -> List.of(String.valueOf(event.readOnly()));
          case "eventSource" -> List.of(event.source());
          case "eventName" -> List.of(event.name());
          case "resources.type" -> List.of(event.dataType());
          case "resources.ARN" -> event.resources();
          default -> List.of(event.hop().facts().getOrDefault("caller", ""));
        };
    return any(values, field.equalsValue(), String::equals)
        && any(values, field.startsWith(), String::startsWith)
        && any(values, field.endsWith(), String::endsWith)
        && none(values, field.notEquals(), String::equals)
        && none(values, field.notStartsWith(), String::startsWith)
        && none(values, field.notEndsWith(), String::endsWith);
  }

  private static boolean any(
      List<String> values, List<String> wanted, BiPredicate<String, String> test) {
    return wanted.isEmpty() || matches(values, wanted, test);
  }

  private static boolean none(
      List<String> values, List<String> unwanted, BiPredicate<String, String> test) {
    return !matches(values, unwanted, test);
  }

  private static boolean matches(
      List<String> values, List<String> patterns, BiPredicate<String, String> test) {
    return values.stream()
        .anyMatch(value -> patterns.stream().anyMatch(each -> test.test(value, each)));
  }
}
