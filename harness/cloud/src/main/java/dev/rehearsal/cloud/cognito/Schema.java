package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.call.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeDataType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SchemaAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.StringAttributeConstraintsType;

/** The attributes that users of a pool have. */
final class Schema {

  private static final List<String> STRINGS =
      List.of(
          "profile",
          "address",
          "gender",
          "preferred_username",
          "picture",
          "website",
          "family_name",
          "middle_name",
          "locale",
          "nickname",
          "given_name",
          "name",
          "zoneinfo",
          "phone_number",
          "email");

  private Schema() {}

  /** The standard attributes with a pool's own over them. */
  static List<SchemaAttributeType> of(List<SchemaAttributeType> own) {
    Map<String, SchemaAttributeType> all = new LinkedHashMap<>();
    all.put("sub", standard("sub", 1, false, true));
    for (String name : STRINGS) {
      all.put(name, standard(name, 0, true, false));
    }
    all.put("birthdate", standard("birthdate", 10, true, false, 10));
    all.put("email_verified", flag("email_verified"));
    all.put("phone_number_verified", flag("phone_number_verified"));
    all.put("updated_at", number("updated_at"));
    for (SchemaAttributeType attribute : own) {
      if (attribute.name() == null) {
        throw CognitoErrors.invalid("A schema attribute needs a name");
      }
      SchemaAttributeType known = all.get(attribute.name());
      if (known != null) {
        all.put(attribute.name(), Shapes.copy(attribute, known.toBuilder()).build());
      } else {
        String prefix =
            Boolean.TRUE.equals(attribute.developerOnlyAttribute()) ? "dev:custom:" : "custom:";
        if (Boolean.TRUE.equals(attribute.required())) {
          throw CognitoErrors.invalid("Required custom attributes are not supported currently.");
        }
        all.put(
            prefix + attribute.name(),
            attribute.toBuilder()
                .name(prefix + attribute.name())
                .required(false)
                .mutable(attribute.mutable() == null || attribute.mutable())
                .developerOnlyAttribute(
                    attribute.developerOnlyAttribute() != null
                        && attribute.developerOnlyAttribute())
                .build());
      }
    }
    return List.copyOf(all.values());
  }

  /** Checks attributes that a new user brings. */
  static void checkNew(
      List<SchemaAttributeType> schema, List<AttributeType> given, boolean requireAll) {
    check(schema, given);
    if (requireAll) {
      for (SchemaAttributeType attribute : schema) {
        if (Boolean.TRUE.equals(attribute.required())
            && !attribute.name().equals("sub")
            && given.stream().noneMatch(one -> attribute.name().equals(one.name()))) {
          throw violated(attribute.name() + ": The attribute is required");
        }
      }
    }
  }

  /** Checks attributes that exist users are given. */
  static void check(List<SchemaAttributeType> schema, List<AttributeType> given) {
    for (AttributeType attribute : given) {
      String name = String.valueOf(attribute.name());
      SchemaAttributeType known =
          schema.stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow(() -> violated(name + ": Attribute does not exist in the schema."));
      String value = attribute.value() == null ? "" : attribute.value();
      if (name.equals("sub")) {
        throw CognitoErrors.invalid("Cannot modify the non-mutable attribute sub");
      }
      if (name.equals("phone_number") && !value.isEmpty() && !value.matches("\\+[0-9]{4,20}")) {
        throw CognitoErrors.invalid("Invalid phone number format.");
      }
      if (name.equals("email")
          && !value.isEmpty()
          && !value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
        throw CognitoErrors.invalid("Invalid email address format.");
      }
      StringAttributeConstraintsType limits = known.stringAttributeConstraints();
      if (limits != null && !value.isEmpty()) {
        if (limits.maxLength() != null && value.length() > Integer.parseInt(limits.maxLength())) {
          throw violated(name + ": String must be no longer than " + limits.maxLength());
        }
        if (limits.minLength() != null && value.length() < Integer.parseInt(limits.minLength())) {
          throw violated(name + ": String must be no shorter than " + limits.minLength());
        }
      }
    }
  }

  private static AwsServiceException violated(String what) {
    return CognitoErrors.invalid("Attributes did not conform to the schema: " + what);
  }

  private static SchemaAttributeType standard(
      String name, int least, boolean mutable, boolean required) {
    return standard(name, least, mutable, required, 2048);
  }

  private static SchemaAttributeType standard(
      String name, int least, boolean mutable, boolean required, int most) {
    return SchemaAttributeType.builder()
        .name(name)
        .attributeDataType(AttributeDataType.STRING)
        .developerOnlyAttribute(false)
        .mutable(mutable)
        .required(required)
        .stringAttributeConstraints(
            limits -> limits.minLength(String.valueOf(least)).maxLength(String.valueOf(most)))
        .build();
  }

  private static SchemaAttributeType flag(String name) {
    return SchemaAttributeType.builder()
        .name(name)
        .attributeDataType(AttributeDataType.BOOLEAN)
        .developerOnlyAttribute(false)
        .mutable(true)
        .required(false)
        .build();
  }

  private static SchemaAttributeType number(String name) {
    return SchemaAttributeType.builder()
        .name(name)
        .attributeDataType(AttributeDataType.NUMBER)
        .developerOnlyAttribute(false)
        .mutable(true)
        .required(false)
        .numberAttributeConstraints(limits -> limits.minValue("0"))
        .build();
  }
}
