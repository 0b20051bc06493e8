package dev.rehearsal.cloud.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.IPSetSummary;
import software.amazon.awssdk.services.wafv2.model.Tag;

/** IP sets of the firewall. */
final class IpSetKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::WAFv2::IPSet";
  }

  @Override
  public Set<String> properties() {
    return Set.of("Name", "Scope", "IPAddressVersion", "Addresses", "Description", "Tags");
  }

  @Override
  public Set<String> required() {
    return Set.of("Scope", "IPAddressVersion", "Addresses");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("Name", "Scope", "IPAddressVersion");
  }

  @Override
  public Made create(Site site, Properties properties) {
    String name = site.name(properties.text("Name"));
    String scope = properties.textOr("Scope", "");
    List<Tag> tags = Properties.tags(properties.tags(), IpSetKind::tag);
    IPSetSummary set =
        site.client(Wafv2Client.class)
            .createIPSet(
                create ->
                    create
                        .name(name)
                        .scope(scope)
                        .ipAddressVersion(properties.text("IPAddressVersion"))
                        .addresses(properties.texts("Addresses"))
                        .description(properties.text("Description"))
                        .tags(tags.isEmpty() ? null : tags))
            .summary();
    return new Made(name + "|" + set.id() + "|" + scope, Map.of("Arn", set.arn(), "Id", set.id()));
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    String[] parts = made.id().split("\\|");
    Wafv2Client waf = site.client(Wafv2Client.class);
    String lock = waf.getIPSet(get -> get.name(parts[0]).id(parts[1]).scope(parts[2])).lockToken();
    waf.updateIPSet(
        update ->
            update
                .name(parts[0])
                .id(parts[1])
                .scope(parts[2])
                .lockToken(lock)
                .description(after.text("Description"))
                .addresses(after.texts("Addresses")));
    return made;
  }

  @Override
  public void retag(Site site, Made made, Map<String, String> set, List<String> remove) {
    Wafv2Client waf = site.client(Wafv2Client.class);
    String arn = made.attributes().get("Arn");
    if (!set.isEmpty()) {
      waf.tagResource(tag -> tag.resourceARN(arn).tags(Properties.tags(set, IpSetKind::tag)));
    }
    if (!remove.isEmpty()) {
      waf.untagResource(untag -> untag.resourceARN(arn).tagKeys(remove));
    }
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    String[] parts = made.id().split("\\|");
    Wafv2Client waf = site.client(Wafv2Client.class);
    Site.ifThere(
        () -> {
          String lock =
              waf.getIPSet(get -> get.name(parts[0]).id(parts[1]).scope(parts[2])).lockToken();
          waf.deleteIPSet(
              delete -> delete.name(parts[0]).id(parts[1]).scope(parts[2]).lockToken(lock));
        });
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
