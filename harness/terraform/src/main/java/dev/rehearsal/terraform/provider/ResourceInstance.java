package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.value.Values;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;

/**
 * One instance of a resource type or data source while Terraform works on it: its values, the SDK
 * clients, and the mapping between the two. Not thread-safe.
 */
public final class ResourceInstance {

  private final Block schema;
  private final Rules rules;
  private final Clients clients;
  private final ProviderSettings settings;
  private final Map<String, @Nullable Object> values;
  private final @Nullable Map<String, @Nullable Object> prior;
  private final Map<String, @Nullable Object> config;
  private final LastCall lastCall = new LastCall();
  private boolean gone;
  private boolean tagsRead;

  ResourceInstance(
      Block schema,
      Rules rules,
      Clients clients,
      ProviderSettings settings,
      Map<String, @Nullable Object> values,
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> config) {
    this.schema = schema;
    this.rules = rules;
    this.clients = clients;
    this.settings = settings;
    this.values = values;
    this.prior = prior;
    this.config = config;
  }

  /** The values: planned ones in create and update, the last state in read and delete. */
  public Values values() {
    return Values.of(values);
  }

  /** The state before an update. */
  public Values prior() {
    return Values.of(prior == null ? new LinkedHashMap<>() : prior);
  }

  /** What the configuration says; write-only arguments stand only here. */
  public Values config() {
    return Values.of(config);
  }

  /** Whether any of these attributes is to change; always so in create. */
  public boolean changed(String... attributes) {
    return prior == null
        || Arrays.stream(attributes)
            .anyMatch(name -> !Objects.equals(prior.get(name), values.get(name)));
  }

  public String id() {
    return values().string("id");
  }

  public void id(String id) {
    values.put("id", id);
  }

  /** Says that the resource does not exist any more. */
  public void gone() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  /**
   * A client in the instance's region.
   *
   * @param <C> the SDK's client interface
   */
  public <C extends SdkClient> C client(Class<C> type) {
    return lastCall.watch(type, clients.client(type, region()));
  }

  LastCall lastCall() {
    return lastCall;
  }

  public String account() {
    return clients.account();
  }

  public String callerArn() {
    return clients.callerArn();
  }

  /** The instance's own region, or else the provider's. */
  public String region() {
    return values.get("region") instanceof String own ? own : settings.region();
  }

  /**
   * The instance's name: as given, or made from {@code name_prefix}, or made up; kept in {@code
   * attribute}.
   */
  public String nameFrom(String attribute, String prefixAttribute) {
    String given = values().text(attribute);
    if (given == null) {
      String prefix = values().text(prefixAttribute);
      given = (prefix == null ? "terraform-" : prefix) + clients.uniqueSuffix();
      values.put(attribute, given);
    }
    return given;
  }

  /** A file that the configuration names: relative paths start from the root module's folder. */
  public Path file(String name) {
    return settings.root().resolve(name);
  }

  /** Fills an SDK request with the instance's values, by name. */
  public <B extends SdkPojo> B fill(B builder) {
    PojoWriter.of(rules).fill(builder, values);
    return builder;
  }

  /** Fills an SDK request with a nested block's values, by name. */
  public <B extends SdkPojo> B fill(B builder, Values block) {
    PojoWriter.of(rules).fill(builder, block.asMap());
    return builder;
  }

  /** Takes every attribute that an SDK answer has, by name; its tags too. */
  public void take(SdkPojo pojo) {
    PojoReader.of(rules).take(pojo, schema, values);
    if (schema.attributes().containsKey("tags_all")) {
      PojoReader.tags(pojo).ifPresent(this::takeTags);
    }
  }

  /** A nested block's value from an SDK value, by name; null where {@code pojo} is null. */
  public @Nullable Map<String, @Nullable Object> block(String name, @Nullable SdkPojo pojo) {
    return pojo == null
        ? null
        : PojoReader.of(rules)
            .read(pojo, Objects.requireNonNull(schema.blocks().get(name)).block());
  }

  /** The tags to set, the provider's default tags included. */
  public Map<String, String> tags() {
    return values().map("tags_all");
  }

  /** Takes the tags that the resource has. */
  public void takeTags(Map<String, String> found) {
    tagsRead = true;
    Map<String, @Nullable Object> all = new LinkedHashMap<>(found);
    all.keySet().removeIf(key -> key.startsWith("aws:"));
    Map<String, String> written = values().map("tags");
    Map<String, @Nullable Object> own = new LinkedHashMap<>(all);
    settings
        .defaultTags()
        .forEach(
            (key, value) -> {
              if (!written.containsKey(key) && value.equals(own.get(key))) {
                own.remove(key);
              }
            });
    values.put("tags_all", all);
    values.put("tags", own.isEmpty() && values.get("tags") == null ? null : own);
  }

  boolean tagsRead() {
    return tagsRead;
  }

  Block schema() {
    return schema;
  }

  Map<String, @Nullable Object> map() {
    return values;
  }

  /** How messages call this instance. */
  String called() {
    if (values.get("id") instanceof String id) {
      return id;
    }
    if (rules.naming != null) {
      return rules.naming.apply(this);
    }
    return List.of("name", "bucket", "function_name", "identifier", "role", "arn", "name_prefix")
        .stream()
        .map(values::get)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse("");
  }
}
