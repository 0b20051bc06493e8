package dev.rehearsal.cloud.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/** A function with everything that belongs to it. Guarded by itself where several fields change. */
final class FunctionRecord {

  final NavigableMap<Integer, FunctionVersion> versions = new ConcurrentSkipListMap<>();
  final Map<String, AliasConfiguration> aliases = new ConcurrentSkipListMap<>();
  final Map<String, LinkedHashMap<String, String>> statements = new TreeMap<>();
  final Map<String, String> policyRevisions = new ConcurrentHashMap<>();
  final Map<String, String> tags = new ConcurrentSkipListMap<>();
  final Map<String, FunctionEventInvokeConfig> invokeConfigs = new ConcurrentSkipListMap<>();
  volatile FunctionVersion latest;
  volatile @Nullable Integer reservedConcurrency;
  volatile String recursiveLoop = "Terminate";
  int lastVersion;

  FunctionRecord(FunctionVersion latest) {
    this.latest = latest;
  }

  String name() {
    return latest.name();
  }

  String arn() {
    return latest.functionArn();
  }

  /** The version that a qualifier stands for; an alias with weights chooses one at random. */
  Optional<FunctionVersion> version(@Nullable String qualifier) {
    if (qualifier == null || qualifier.equals(FunctionRef.LATEST)) {
      return Optional.of(latest);
    }
    if (Character.isDigit(qualifier.charAt(0)) && qualifier.chars().allMatch(Character::isDigit)) {
      return qualifier.length() > 9
          ? Optional.empty()
          : Optional.ofNullable(versions.get(Integer.parseInt(qualifier)));
    }
    AliasConfiguration alias = aliases.get(qualifier);
    return alias == null ? Optional.empty() : version(choose(alias));
  }

  private static String choose(AliasConfiguration alias) {
    if (alias.routingConfig() != null) {
      double draw = ThreadLocalRandom.current().nextDouble();
      for (Map.Entry<String, Double> other :
          alias.routingConfig().additionalVersionWeights().entrySet()) {
        draw -= other.getValue();
        if (draw < 0) {
          return other.getKey();
        }
      }
    }
    return alias.functionVersion();
  }
}
