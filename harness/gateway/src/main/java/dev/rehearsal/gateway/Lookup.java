package dev.rehearsal.gateway;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.ec2.ResourceKinds;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.iam.IdentityPolicies;
import dev.rehearsal.cloud.kms.KeyFinder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;

/** Turns the names of requests into the ARNs of what they name. Thread-safe. */
final class Lookup {

  private static final Pattern QUEUE_URL = Pattern.compile(".*/(\\d{12})/([\\w.-]+)/?");
  private static final Pattern QUEUE_ARN = Pattern.compile("arn:aws:sqs:[\\w-]+:\\d+:[\\w.-]+");
  private static final Pattern ADDRESS = Pattern.compile(".*<([^<>]+)>\\s*");
  private static final Pattern SHORT_FUNCTION =
      Pattern.compile("(?:(\\d{12}):)?(?:function:)?([\\w-]+(?::[\\w$-]+)?)");

  private final Supplier<@Nullable Cloud> cloud;

  /**
   * @param cloud whose resources are looked up; a name stands for itself where it answers null
   */
  Lookup(Supplier<@Nullable Cloud> cloud) {
    this.cloud = cloud;
  }

  /** What a member's text stands for; empty where it names nothing. */
  Optional<String> find(AwsCall call, String text, String how) {
    return switch (how) {
      case "" -> Optional.of(text);
      case "plain" -> Optional.of(text);
      case "encoded" -> Optional.of(java.net.URLEncoder.encode(text, StandardCharsets.UTF_8));
      case "table" -> Optional.of(text.substring(text.lastIndexOf('/') + 1));
      case "bus" -> text.equals("default") ? Optional.empty() : Optional.of(text + "/");
      case "trail" ->
          Optional.of(text.startsWith("arn:") ? text : arn(call, "cloudtrail", "trail/" + text));
      case "queue" -> Optional.of(queue(call, text));
      case "task" -> task(text);
      case "group" -> Optional.of(group(call, text));
      case "function" -> Optional.of(function(call, text));
      case "qualifier" -> Optional.of(text);
      case "parameter" -> Optional.of(parameter(text));
      case "sender" -> Optional.of(sender(call, text));
      case "secret" -> Optional.of(secret(call, text));
      case "key" -> key(call, text);
      case "role" -> Optional.of(identity(call, "role", text));
      case "user" -> Optional.of(identity(call, "user", text));
      case "ec2" -> Optional.of(ResourceKinds.of(text) + "/" + text);
      case "owner" -> owner(text);
      case "scope" -> Optional.of(text.equals("REGIONAL") ? "regional" : "global");
      case "stack" -> Optional.of(text.startsWith("arn:") ? text : text + "/*");
      default -> throw new IllegalArgumentException("authorization.txt: no lookup ':" + how + "'.");
    };
  }

  /** The key that a ciphertext was made with. */
  Optional<String> keyOf(AwsCall call, byte[] ciphertext) {
    return keys(call).flatMap(keys -> keys.keyArnOf(ciphertext));
  }

  /** What answers a service's calls in the call's account and region. */
  <C extends SdkClient> Optional<C> backend(Class<C> type, AwsCall call) {
    Cloud there = cloud.get();
    return there == null
        ? Optional.empty()
        : Optional.of(there.backend(type, call.account(), call.region()));
  }

  private Optional<KeyFinder> keys(AwsCall call) {
    Cloud there = cloud.get();
    return there == null
        ? Optional.empty()
        : Optional.of(
                there.keeper(
                    ServiceCatalog.servedBy(KmsClient.class), call.account(), call.region()))
            .filter(KeyFinder.class::isInstance)
            .map(KeyFinder.class::cast);
  }

  private Optional<Iam> iam(AwsCall call) {
    Cloud there = cloud.get();
    return there == null
        ? Optional.empty()
        : Optional.of(there.peer(Iam.class, call.account(), call.region()));
  }

  private Optional<String> key(AwsCall call, String name) {
    Optional<String> found = keys(call).flatMap(keys -> keys.keyArn(name));
    if (found.isPresent() || name.startsWith("alias/") || name.contains(":alias/")) {
      return found;
    }
    return Optional.of(name.startsWith("arn:") ? name : arn(call, "kms", "key/" + name));
  }

  /** A name, or an ARN without its six last characters, stands for the whole ARN. */
  private String secret(AwsCall call, String name) {
    String otherwise =
        name.startsWith("arn:") ? name : arn(call, "secretsmanager", "secret:" + name);
    try {
      return backend(SecretsManagerClient.class, call)
          .map(secrets -> secrets.describeSecret(d -> d.secretId(name)).arn())
          .orElse(otherwise);
    } catch (AwsServiceException unknown) {
      return otherwise;
    }
  }

  private String identity(AwsCall call, String kind, String name) {
    return iam(call)
        .flatMap(iam -> kind.equals("role") ? iam.role(name) : iam.user(name))
        .map(IdentityPolicies::arn)
        .orElseGet(() -> "arn:aws:iam::" + call.account() + ":" + kind + "/" + name);
  }

  private Optional<String> owner(String key) {
    Cloud there = cloud.get();
    return there == null
        ? Optional.empty()
        : there.accessKeys().find(key).map(found -> found.owner()).map(Caller::arn);
  }

  /** SES decides on the identity that is verified: the address, or else its domain. */
  private String sender(AwsCall call, String from) {
    Matcher named = ADDRESS.matcher(from);
    String address = (named.matches() ? Objects.requireNonNull(named.group(1)) : from).strip();
    String domain = address.substring(address.indexOf('@') + 1);
    boolean byDomain =
        backend(SesClient.class, call)
            .map(
                ses ->
                    ses.getIdentityVerificationAttributes(g -> g.identities(address, domain))
                        .verificationAttributes())
            .filter(known -> !known.containsKey(address) && known.containsKey(domain))
            .isPresent();
    return byDomain ? domain : address;
  }

  private static String queue(AwsCall call, String url) {
    Matcher parts = QUEUE_URL.matcher(url);
    return parts.matches()
        ? "arn:aws:sqs:" + call.region() + ":" + parts.group(1) + ":" + parts.group(2)
        : arn(call, "sqs", url);
  }

  private static Optional<String> task(String handle) {
    try {
      Matcher arn =
          QUEUE_ARN.matcher(
              new String(Base64.getDecoder().decode(handle), StandardCharsets.ISO_8859_1));
      return arn.find() ? Optional.of(arn.group()) : Optional.empty();
    } catch (IllegalArgumentException noHandle) {
      return Optional.empty();
    }
  }

  private static String group(AwsCall call, String name) {
    String arn = name.startsWith("arn:") ? name : arn(call, "logs", "log-group:" + name);
    return arn.endsWith(":*") ? arn.substring(0, arn.length() - 2) : arn;
  }

  private static String function(AwsCall call, String name) {
    if (name.startsWith("arn:")) {
      return name;
    }
    Matcher parts = SHORT_FUNCTION.matcher(name);
    if (!parts.matches()) {
      return arn(call, "lambda", "function:" + name);
    }
    String account = parts.group(1) == null ? call.account() : parts.group(1);
    return "arn:aws:lambda:" + call.region() + ":" + account + ":function:" + parts.group(2);
  }

  private static String parameter(String name) {
    if (name.startsWith("arn:")) {
      return name;
    }
    String plain = name.startsWith("/") ? name.substring(1) : name;
    int selector = plain.indexOf(':');
    return selector < 0 ? plain : plain.substring(0, selector);
  }

  private static String arn(AwsCall call, String service, String resource) {
    return "arn:aws:" + service + ":" + call.region() + ":" + call.account() + ":" + resource;
  }
}
