package dev.rehearsal.terraform.aws.wafv2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.CreateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.CustomResponseBody;
import software.amazon.awssdk.services.wafv2.model.GetWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.GetWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.UpdateWebAclRequest;

final class WebAclType implements ResourceType {

  private static final String BODIES = "custom_response_body";

  @Override
  public String name() {
    return "aws_wafv2_web_acl";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("WAFv2 WebACL")
        .forcesNew("name", "name_prefix", "scope")
        .conflicts("name", "name_prefix")
        .conflicts("rule", "rule_json")
        .oneOf("scope", "CLOUDFRONT", "REGIONAL")
        .defaults("rule.statement.rate_based_statement.aggregate_key_type", "IP")
        .defaults("rule.statement.rate_based_statement.evaluation_window_sec", 300)
        .recomputed("lock_token")
        .recomputed("capacity", "rule")
        .untaken(BODIES)
        .unfilled("CustomResponseBodies")
        .tags(IpSetType.TAGS)
        .imports(WebAclType::imported);
  }

  /** An import names {@code id/name/scope}. */
  static void imported(ResourceInstance it) {
    String[] parts = it.id().split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "unexpected format of ID (" + it.id() + "), expected ID/NAME/SCOPE");
    }
    it.id(parts[0]);
    it.values().set("name", parts[1]);
    it.values().set("scope", parts[2]);
  }

  @Override
  public void create(ResourceInstance it) {
    it.nameFrom("name", "name_prefix");
    it.id(
        it.client(Wafv2Client.class)
            .createWebACL(
                it.fill(CreateWebAclRequest.builder()).customResponseBodies(bodies(it)).build())
            .summary()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetWebAclResponse found = find(it);
    it.take(found.webACL());
    Values values = it.values();
    values.set("lock_token", found.lockToken());
    values.set(
        "application_integration_url",
        found.applicationIntegrationURL() == null ? "" : found.applicationIntegrationURL());
    List<Map<String, @Nullable Object>> blocks = new ArrayList<>();
    found
        .webACL()
        .customResponseBodies()
        .forEach(
            (key, body) -> {
              Map<String, @Nullable Object> block = new LinkedHashMap<>();
              block.put("key", key);
              block.put("content", body.content());
              block.put("content_type", body.contentTypeAsString());
              blocks.add(block);
            });
    values.set(BODIES, blocks);
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(Wafv2Client.class)
        .updateWebACL(
            it.fill(UpdateWebAclRequest.builder())
                .id(it.id())
                .customResponseBodies(bodies(it))
                .lockToken(it.prior().string("lock_token"))
                .build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Wafv2Client.class)
        .deleteWebACL(
            delete ->
                delete
                    .id(it.id())
                    .name(it.values().string("name"))
                    .scope(it.values().string("scope"))
                    .lockToken(find(it).lockToken()));
  }

  private static GetWebAclResponse find(ResourceInstance it) {
    return it.client(Wafv2Client.class)
        .getWebACL(
            GetWebAclRequest.builder()
                .id(it.id())
                .name(it.values().string("name"))
                .scope(it.values().string("scope"))
                .build());
  }

  private static Map<String, CustomResponseBody> bodies(ResourceInstance it) {
    Map<String, CustomResponseBody> bodies = new LinkedHashMap<>();
    for (Values block : it.values().blocks(BODIES)) {
      bodies.put(
          block.string("key"),
          CustomResponseBody.builder()
              .content(block.string("content"))
              .contentType(block.string("content_type"))
              .build());
    }
    return bodies;
  }
}
