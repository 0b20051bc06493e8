package dev.rehearsal.cloud.ses;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** What both APIs of SES know: identities, templates, configuration sets. Thread-safe. */
public final class MailStore {

  /** A sender that has been verified; here that happens at once. */
  public record Identity(
      String name,
      List<String> dkimTokens,
      String token,
      Map<String, String> tags,
      Instant created) {

    public boolean isDomain() {
      return name.indexOf('@') < 0;
    }
  }

  private final Surroundings aws;
  private final Map<String, Identity> identities = new ConcurrentSkipListMap<>();
  private final Map<String, MailTemplate> templates = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, String>> configurationSets = new ConcurrentSkipListMap<>();

  MailStore(Surroundings aws) {
    this.aws = aws;
  }

  /** Verifies an identity, or answers the one there is. */
  public Identity verify(String name, Map<String, String> tags) {
    return identities.computeIfAbsent(
        name,
        any ->
            new Identity(
                name,
                List.of(aws.ids().lower(32), aws.ids().lower(32), aws.ids().lower(32)),
                aws.ids().lower(43),
                new ConcurrentSkipListMap<>(tags),
                aws.clock().instant()));
  }

  public Optional<Identity> identity(String name) {
    return Optional.ofNullable(identities.get(name));
  }

  public List<Identity> identities() {
    return List.copyOf(identities.values());
  }

  public boolean deleteIdentity(String name) {
    return identities.remove(name) != null;
  }

  /** Whether an address, or its domain or a parent domain, has been verified. */
  public boolean verified(String address) {
    if (identities.containsKey(address)) {
      return true;
    }
    String domain = address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    while (!domain.isEmpty()) {
      if (identities.containsKey(domain)) {
        return true;
      }
      int dot = domain.indexOf('.');
      domain = dot < 0 ? "" : domain.substring(dot + 1);
    }
    return false;
  }

  public Optional<MailTemplate> template(String name) {
    return Optional.ofNullable(templates.get(name));
  }

  public List<MailTemplate> templates() {
    return List.copyOf(templates.values());
  }

  /** Keeps a template; says whether it is new. */
  public boolean putTemplate(MailTemplate template) {
    return templates.put(template.name(), template) == null;
  }

  public boolean deleteTemplate(String name) {
    return templates.remove(name) != null;
  }

  /** The configuration sets by name, each with its tags. */
  public Map<String, Map<String, String>> configurationSets() {
    return configurationSets;
  }

  void clear() {
    identities.clear();
    templates.clear();
    configurationSets.clear();
  }
}
