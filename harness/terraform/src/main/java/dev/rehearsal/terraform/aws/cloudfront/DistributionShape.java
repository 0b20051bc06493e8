package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.AllowedMethods;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.LoggingConfig;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.S3OriginConfig;

/** What differs by more than names between Terraform's and CloudFront's form of a distribution. */
final class DistributionShape {

  private DistributionShape() {}

  static DistributionConfig write(ResourceInstance it, String reference) {
    Values values = it.values();
    DistributionConfig filled = it.fill(DistributionConfig.builder()).build();
    DistributionConfig.Builder config = filled.toBuilder().callerReference(reference);
    config.comment(Objects.requireNonNullElse(filled.comment(), ""));
    config.defaultRootObject(Objects.requireNonNullElse(filled.defaultRootObject(), ""));
    config.webACLId(Objects.requireNonNullElse(filled.webACLId(), ""));
    config.origins(
        origins -> {
          List<Origin> all =
              filled.origins().items().stream().map(DistributionShape::origin).toList();
          origins.quantity(all.size()).items(all);
        });
    Values first = values.block("default_cache_behavior").orElseThrow();
    DefaultCacheBehavior.Builder behavior = filled.defaultCacheBehavior().toBuilder();
    config.defaultCacheBehavior(behavior.allowedMethods(methods(first)).build());
    List<CacheBehavior> others = new ArrayList<>();
    List<Values> blocks = values.blocks("ordered_cache_behavior");
    for (int i = 0; i < blocks.size(); i++) {
      others.add(
          filled.cacheBehaviors().items().get(i).toBuilder()
              .allowedMethods(methods(blocks.get(i)))
              .build());
    }
    config.cacheBehaviors(all -> all.quantity(others.size()).items(others));
    config.logging(
        values
            .block("logging_config")
            .map(block -> it.fill(LoggingConfig.builder(), block).enabled(true).build())
            .orElseGet(
                () ->
                    LoggingConfig.builder()
                        .enabled(false)
                        .includeCookies(false)
                        .bucket("")
                        .prefix("")
                        .build()));
    return config.build();
  }

  /** An origin is S3's or the user's own: without a block it is S3's, without an identity. */
  private static Origin origin(Origin origin) {
    Origin.Builder builder = origin.toBuilder();
    if (origin.originPath() == null) {
      builder.originPath("");
    }
    if (origin.customOriginConfig() == null
        && origin.vpcOriginConfig() == null
        && origin.s3OriginConfig() == null) {
      builder.s3OriginConfig(S3OriginConfig.builder().originAccessIdentity("").build());
    }
    return builder.build();
  }

  private static AllowedMethods methods(Values behavior) {
    List<String> allowed = behavior.strings("allowed_methods");
    List<String> cached = behavior.strings("cached_methods");
    return AllowedMethods.builder()
        .quantity(allowed.size())
        .itemsWithStrings(allowed)
        .cachedMethods(methods -> methods.quantity(cached.size()).itemsWithStrings(cached))
        .build();
  }

  static void read(Values values, DistributionConfig config) {
    AllowedMethods first = config.defaultCacheBehavior().allowedMethods();
    values
        .block("default_cache_behavior")
        .ifPresent(block -> block.set("cached_methods", cached(first)));
    List<Values> blocks = values.blocks("ordered_cache_behavior");
    for (int i = 0; i < blocks.size(); i++) {
      blocks
          .get(i)
          .set("cached_methods", cached(config.cacheBehaviors().items().get(i).allowedMethods()));
    }
    for (Values origin : values.blocks("origin")) {
      boolean bare =
          origin
              .block("s3_origin_config")
              .map(block -> !block.has("origin_access_identity"))
              .orElse(false);
      if (bare) {
        origin.set("s3_origin_config", List.of());
      }
    }
    LoggingConfig logging = config.logging();
    boolean logs = logging != null && Boolean.TRUE.equals(logging.enabled());
    values.set("logging_v1_enabled", logs);
    if (!logs) {
      values.set("logging_config", List.of());
      return;
    }
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("bucket", Objects.requireNonNull(logging).bucket());
    block.put("prefix", logging.prefix());
    block.put("include_cookies", logging.includeCookies());
    values.set("logging_config", List.of(block));
  }

  private static List<String> cached(@Nullable AllowedMethods methods) {
    return methods == null || methods.cachedMethods() == null
        ? List.of()
        : methods.cachedMethods().itemsAsStrings();
  }
}
