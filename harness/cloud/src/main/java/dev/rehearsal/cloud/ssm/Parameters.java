package dev.rehearsal.cloud.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ssm.model.HierarchyLevelLimitExceededException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterPatternMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.UnsupportedParameterTypeException;

/** The parameters of one account and region. Thread-safe. */
final class Parameters {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-/]{1,1011}");

  private final Surroundings aws;
  private final SecureStrings secure;
  private final Map<String, StoredParameter> byName = new ConcurrentSkipListMap<>();

  Parameters(Surroundings aws, SecureStrings secure) {
    this.aws = aws;
    this.secure = secure;
  }

  synchronized StoredParameter.Version put(PutParameterRequest request) {
    String name = checkedName(request.name());
    String value = request.value();
    if (value == null || value.isEmpty()) {
      throw SsmErrors.validation(
          "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must"
              + " have length greater than or equal to 1");
    }
    if (request.policies() != null && !request.policies().isEmpty()) {
      throw SsmErrors.validation("The embedded Parameter Store has no parameter policies.");
    }
    StoredParameter known = byName.get(name);
    if (known != null && !Boolean.TRUE.equals(request.overwrite())) {
      throw SsmErrors.exists();
    }
    if (known != null && !request.tags().isEmpty()) {
      throw SsmErrors.validation(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag.");
    }
    String type =
        request.type() == null
            ? known == null ? typeMissing() : known.latest().type()
            : request.typeAsString();
    checkValue(request, value, type);
    StoredParameter parameter = known == null ? new StoredParameter(name, arn(name)) : known;
    String keyId =
        type.equals("SecureString")
            ? request.keyId() == null ? SecureStrings.AWS_KEY : request.keyId()
            : null;
    SdkBytes cipher = keyId == null ? null : secure.encrypt(keyId, parameter.arn, value);
    StoredParameter.Version version =
        new StoredParameter.Version(
            parameter.nextNumber(),
            type,
            cipher == null ? value : "",
            cipher,
            keyId,
            request.description() == null && known != null
                ? known.latest().description()
                : request.description(),
            request.allowedPattern(),
            tier(request, value),
            request.dataType() == null ? "text" : request.dataType(),
            CallScope.current().map(call -> call.caller().arn()).orElse("unknown"),
            aws.clock().instant(),
            new TreeSet<>());
    synchronized (parameter) {
      parameter.add(version);
      request.tags().forEach(tag -> parameter.tags.put(tag.key(), tag.value()));
    }
    byName.put(name, parameter);
    return version;
  }

  /** The parameter of a name or ARN, without a selector. */
  Optional<StoredParameter> find(String nameOrArn) {
    return Optional.ofNullable(byName.get(plainName(nameOrArn)));
  }

  StoredParameter existing(@Nullable String name) {
    return find(String.valueOf(name)).orElseThrow(() -> SsmErrors.notFound(String.valueOf(name)));
  }

  /**
   * Reads {@code name}, {@code name:version} or {@code name:label}.
   *
   * @throws AwsServiceException where there is no such parameter or version
   */
  Parameter get(String reference, boolean decrypt) {
    String plain = plainName(reference);
    int colon = plain.lastIndexOf(':');
    String name = colon < 0 ? plain : plain.substring(0, colon);
    String selector = colon < 0 ? null : plain.substring(colon + 1);
    StoredParameter parameter =
        Optional.ofNullable(byName.get(name)).orElseThrow(() -> SsmErrors.notFound(reference));
    StoredParameter.Version version;
    synchronized (parameter) {
      version =
          parameter
              .select(selector)
              .orElseThrow(() -> SsmErrors.noVersion(name, String.valueOf(selector)));
    }
    return show(parameter, version, decrypt).toBuilder()
        .selector(selector == null ? null : ":" + selector)
        .build();
  }

  Parameter show(StoredParameter parameter, StoredParameter.Version version, boolean decrypt) {
    return Parameter.builder()
        .name(parameter.name)
        .arn(parameter.arn)
        .type(version.type())
        .value(value(parameter, version, decrypt))
        .version(version.number())
        .lastModifiedDate(version.modified())
        .dataType(version.dataType())
        .build();
  }

  String value(StoredParameter parameter, StoredParameter.Version version, boolean decrypt) {
    if (!version.type().equals("SecureString")) {
      return version.value();
    }
    return decrypt ? secure.decrypt(version, parameter.arn) : SecureStrings.opaque(version);
  }

  List<StoredParameter> all() {
    return List.copyOf(byName.values());
  }

  boolean remove(String name) {
    return byName.remove(plainName(name)) != null;
  }

  void clear() {
    byName.clear();
  }

  private String arn(String name) {
    return aws.arn("ssm", "parameter" + (name.startsWith("/") ? name : "/" + name));
  }

  private String plainName(String nameOrArn) {
    if (!nameOrArn.startsWith("arn:")) {
      return nameOrArn;
    }
    String path = nameOrArn.substring(nameOrArn.indexOf(":parameter") + ":parameter".length());
    return byName.containsKey(path.split(":", -1)[0]) ? path : path.substring(1);
  }

  private static String checkedName(@Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw SsmErrors.validation(
          "Parameter name must be a fully qualified name of letters, numbers and the symbols .-_/");
    }
    if (name.contains("/") && !name.startsWith("/")) {
      throw SsmErrors.validation("Parameter name must be a fully qualified name.");
    }
    String first = name.startsWith("/") ? name.substring(1) : name;
    if (first.toLowerCase(Locale.ROOT).matches("(aws|ssm).*")) {
      throw SsmErrors.validation(
          "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path,"
              + " it can consist of sub-paths divided by slash symbol; each sub-path can be formed"
              + " as a mix of letters, numbers and the following 3 symbols .-_");
    }
    if (name.chars().filter(each -> each == '/').count() > 15) {
      throw AwsError.of(
          HierarchyLevelLimitExceededException.builder(),
          "HierarchyLevelLimitExceededException",
          400,
          "Hierarchies can have a maximum of fifteen levels.");
    }
    return name;
  }

  private static void checkValue(PutParameterRequest request, String value, String type) {
    if (request.type() != null && request.type() == ParameterType.UNKNOWN_TO_SDK_VERSION) {
      throw AwsError.of(
          UnsupportedParameterTypeException.builder(),
          "UnsupportedParameterType",
          400,
          "The parameter type " + type + " isn't supported.");
    }
    if (request.allowedPattern() != null && !value.matches(request.allowedPattern())) {
      throw AwsError.of(
          ParameterPatternMismatchException.builder(),
          "ParameterPatternMismatchException",
          400,
          "Parameter value, cannot be validated against allowedPattern: "
              + request.allowedPattern());
    }
    int max = "Standard".equals(request.tierAsString()) || request.tier() == null ? 4096 : 8192;
    if (value.getBytes(UTF_8).length > max) {
      throw SsmErrors.validation(
          max == 4096
              ? "Standard tier parameters support a maximum parameter value of 4096 characters. To"
                  + " create a larger parameter value, upgrade the parameter to use the"
                  + " advanced-parameter tier."
              : "Advanced tier parameters support a maximum parameter value of 8192 characters.");
    }
  }

  private static String tier(PutParameterRequest request, String value) {
    if ("Intelligent-Tiering".equals(request.tierAsString())) {
      return value.getBytes(UTF_8).length > 4096 ? "Advanced" : "Standard";
    }
    return request.tier() == null ? "Standard" : request.tierAsString();
  }

  private static String typeMissing() {
    throw SsmErrors.validation("A parameter type is required when you create a parameter.");
  }
}
