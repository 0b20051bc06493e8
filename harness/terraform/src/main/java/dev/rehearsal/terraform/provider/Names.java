package dev.rehearsal.terraform.provider;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Brings SDK members and Terraform attributes together: {@code KMSMasterKeyId} and {@code
 * kms_master_key_id} differ in case and underscores only; a block's name is often the singular of
 * the member's.
 */
final class Names {

  private static final Map<String, String> SQUASHED = new ConcurrentHashMap<>();

  private Names() {}

  static String squash(String name) {
    return SQUASHED.computeIfAbsent(
        name, any -> any.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT));
  }

  static boolean match(String attribute, String member) {
    String a = squash(attribute);
    String m = squash(member);
    return a.equals(m)
        || (m.length() == a.length() + 1 && m.endsWith("s") && m.startsWith(a))
        || (m.endsWith("ies")
            && a.endsWith("y")
            && m.startsWith(a.substring(0, a.length() - 1))
            && m.length() == a.length() + 2);
  }

  /** The member for an attribute: the declared one, else the same name, else its plural. */
  static Optional<SdkField<?>> member(Rules rules, String attribute, List<SdkField<?>> fields) {
    String declared = rules.members.get(attribute);
    if (declared != null) {
      Optional<SdkField<?>> found =
          fields.stream()
              .filter(field -> field.memberName().equalsIgnoreCase(declared))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    String wanted = squash(attribute);
    Optional<SdkField<?>> exact =
        fields.stream().filter(field -> squash(field.memberName()).equals(wanted)).findFirst();
    return exact.isPresent()
        ? exact
        : fields.stream().filter(field -> match(attribute, field.memberName())).findFirst();
  }

  static Optional<SdkField<?>> field(SdkPojo pojo, String member) {
    return pojo.sdkFields().stream()
        .filter(field -> field.memberName().equalsIgnoreCase(member))
        .findFirst();
  }
}
