package dev.rehearsal.terraform.provider;

import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.call.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.utils.builder.Buildable;

/** Tagging by three operations of a service, found by name; their members by the SDK's metadata. */
public final class OperationTagging implements Tagging {

  private static final Set<String> RESOURCE_MEMBERS =
      Set.of(
          "resourcearn",
          "resource",
          "resourcename",
          "keyid",
          "queueurl",
          "secretid",
          "resourceid",
          "rolename",
          "policyarn",
          "username",
          "serialnumber",
          "arn");
  private static final Set<String> KEY_MEMBERS = Set.of("tagkeys", "tagkeylist", "keys");

  private final Class<? extends SdkClient> client;
  private final String attribute;
  private final String tag;
  private final String untag;
  private final String list;
  private final Map<String, String> fixed;

  OperationTagging(
      Class<? extends SdkClient> client,
      String attribute,
      String tag,
      String untag,
      String list,
      Map<String, String> fixed) {
    this.client = client;
    this.attribute = attribute;
    this.tag = tag;
    this.untag = untag;
    this.list = list;
    this.fixed = fixed;
  }

  /** Names the three operations where they are other than the usual. */
  public OperationTagging operations(String tag, String untag, String list) {
    return new OperationTagging(client, attribute, tag, untag, list, fixed);
  }

  /** Sets a member in all three requests, such as SSM's {@code ResourceType}. */
  public OperationTagging with(String member, String value) {
    Map<String, String> more = new LinkedHashMap<>(fixed);
    more.put(member, value);
    return new OperationTagging(client, attribute, tag, untag, list, more);
  }

  @Override
  public Map<String, String> list(ResourceInstance it) {
    SdkPojo answer = call(it, list, Map.of(), List.of());
    return PojoReader.tags(answer).or(() -> wrapped(answer)).orElse(Map.of());
  }

  /** WAF wraps the tags into the resource that they belong to. */
  private static Optional<Map<String, String>> wrapped(SdkPojo answer) {
    return answer.sdkFields().stream()
        .map(field -> field.getValueOrDefault(answer))
        .filter(SdkPojo.class::isInstance)
        .flatMap(inner -> PojoReader.tags((SdkPojo) inner).stream())
        .findFirst();
  }

  @Override
  public void change(ResourceInstance it, Map<String, String> set, List<String> remove) {
    if (!remove.isEmpty()) {
      call(it, untag, Map.of(), remove);
    }
    if (!set.isEmpty()) {
      call(it, tag, set, List.of());
    }
  }

  private SdkPojo call(
      ResourceInstance it, String operation, Map<String, String> tags, List<String> keys) {
    Operation asked = operation(operation);
    PojoWriter writer = PojoWriter.of(new Rules());
    try {
      SdkPojo builder = (SdkPojo) asked.requestType().getMethod("builder").invoke(null);
      for (SdkField<?> field : builder.sdkFields()) {
        String member = Names.squash(field.memberName());
        Object value = null;
        if (fixed.containsKey(field.memberName())) {
          value = fixed.get(field.memberName());
        } else if (KEY_MEMBERS.contains(member)) {
          value = keys;
        } else if (member.equals("tags") || member.equals("taglist")) {
          value = tags;
        } else if (field.marshallingType() == MarshallingType.STRING
            && RESOURCE_MEMBERS.contains(member)) {
          value = it.values().string(attribute);
        }
        Object converted = value == null ? null : writer.convert(field, value);
        if (converted != null) {
          field.set(builder, converted);
        }
      }
      Object answer = asked.call(it.client(client), ((Buildable) builder).build(), null);
      return (SdkPojo) Objects.requireNonNull(answer);
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception wrongShape) {
      throw new IllegalStateException(client + "." + operation, wrongShape);
    }
  }

  private Operation operation(String name) {
    Operation found =
        ServiceCatalog.all().stream()
            .filter(service -> service.client() == client)
            .findFirst()
            .map(service -> service.operations().get(name))
            .orElse(null);
    if (found == null) {
      throw new IllegalStateException(client + " has no operation " + name);
    }
    return found;
  }
}
