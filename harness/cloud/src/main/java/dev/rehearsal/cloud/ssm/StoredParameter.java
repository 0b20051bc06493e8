package dev.rehearsal.cloud.ssm;

import dev.rehearsal.cloud.call.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ssm.model.ParameterMaxVersionLimitExceededException;

/** One parameter with its history. Guarded by itself. */
final class StoredParameter {

  static final int KEPT_VERSIONS = 100;

  /**
   * One version.
   *
   * @param value the value, or what KMS made of it where {@code cipher} is set
   * @param keyId the KMS key of a SecureString; null for other types
   */
  record Version(
      long number,
      String type,
      String value,
      @Nullable SdkBytes cipher,
      @Nullable String keyId,
      @Nullable String description,
      @Nullable String allowedPattern,
      String tier,
      String dataType,
      String user,
      Instant modified,
      Set<String> labels) {}

  final String name;
  final String arn;
  final Map<String, String> tags = new TreeMap<>();
  private final List<Version> versions = new ArrayList<>();

  StoredParameter(String name, String arn) {
    this.name = name;
    this.arn = arn;
  }

  long nextNumber() {
    return versions.isEmpty() ? 1 : latest().number() + 1;
  }

  void add(Version version) {
    if (versions.size() >= KEPT_VERSIONS) {
      if (!versions.get(0).labels().isEmpty()) {
        throw AwsError.of(
            ParameterMaxVersionLimitExceededException.builder(),
            "ParameterMaxVersionLimitExceeded",
            400,
            "The oldest version of " + name + " has a label and can't be deleted for a new one.");
      }
      versions.remove(0);
    }
    versions.add(version);
  }

  Version latest() {
    return versions.get(versions.size() - 1);
  }

  List<Version> history() {
    return List.copyOf(versions);
  }

  /** The version a selector names: a number or a label; the latest where it is null. */
  Optional<Version> select(@Nullable String selector) {
    if (selector == null) {
      return Optional.of(latest());
    }
    return versions.stream()
        .filter(
            version ->
                String.valueOf(version.number()).equals(selector)
                    || version.labels().contains(selector))
        .findFirst();
  }

  /** Moves labels to a version. */
  void label(Version to, List<String> labels) {
    for (String label : labels) {
      versions.forEach(version -> version.labels().remove(label));
      to.labels().add(label);
    }
  }
}
