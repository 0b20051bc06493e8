package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A plan in the making, for {@link Rules#onPlan}. */
public final class Plan {

  private final @Nullable Map<String, @Nullable Object> prior;
  private final Map<String, @Nullable Object> planned;
  private final Map<String, @Nullable Object> config;
  private final Clients clients;
  private final String region;
  final List<String> replaces = new ArrayList<>();

  Plan(
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> planned,
      Map<String, @Nullable Object> config,
      Clients clients,
      String region) {
    this.prior = prior;
    this.planned = planned;
    this.config = config;
    this.clients = clients;
    this.region = region;
  }

  /** Whether the resource does not exist yet. */
  public boolean creates() {
    return prior == null;
  }

  /** The state before; empty where there is none. */
  public Values prior() {
    return Values.of(prior == null ? new LinkedHashMap<>() : prior);
  }

  public Values planned() {
    return Values.of(planned);
  }

  public Values config() {
    return Values.of(config);
  }

  public String account() {
    return clients.account();
  }

  public String region() {
    return region;
  }

  /** Whether an attribute's planned value differs from the one before. */
  public boolean changes(String attribute) {
    return prior == null || !Objects.equals(prior.get(attribute), planned.get(attribute));
  }

  /** Whether an attribute's planned value is unknown or holds an unknown. */
  public boolean unknown(String attribute) {
    return Unknown.in(planned.get(attribute));
  }

  /** Leaves an attribute's value to the apply. */
  public void setUnknown(String attribute) {
    planned.put(attribute, Unknown.VALUE);
  }

  /** Replaces the resource because of this attribute. */
  public void replace(String attribute) {
    replaces.add(attribute);
  }
}
