package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.wire.Member.Kind;

/** What members are called in queries and in the XML that answers them. */
enum Names {
  /** As the SDK's metadata says. */
  USUAL,

  /**
   * As SQS says in its query protocol. The SDK speaks JSON with SQS and does not carry these names:
   * singular ones, each with a number behind it.
   */
  SQS {
    @Override
    String asked(Member member) {
      return singular(member);
    }

    @Override
    String answered(Member member) {
      return singular(member);
    }

    @Override
    String keyOf(Member map) {
      return map.name().equalsIgnoreCase("Tags") ? "Key" : "Name";
    }

    @Override
    String valueOf(Member map) {
      return "Value";
    }
  };

  String asked(Member member) {
    return member.name();
  }

  String answered(Member member) {
    return member.answerName();
  }

  String keyOf(Member map) {
    return map.keyName();
  }

  String valueOf(Member map) {
    return map.valueName();
  }

  private static String singular(Member member) {
    String name = member.name();
    if (member.kind() == Kind.LIST && member.elementOrFail().kind() == Kind.POJO) {
      Class<?> builder = member.elementOrFail().field().constructor().get().getClass();
      return builder.getEnclosingClass().getSimpleName();
    }
    if (member.kind() != Kind.LIST && member.kind() != Kind.MAP) {
      return name;
    }
    return switch (name) {
      case "Actions" -> "ActionName";
      case "queueUrls" -> "QueueUrl";
      default -> name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    };
  }
}
