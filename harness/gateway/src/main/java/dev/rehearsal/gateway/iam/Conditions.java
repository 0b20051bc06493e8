package dev.rehearsal.gateway.iam;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * IAM's condition operators, as the page "IAM JSON policy elements: Condition operators" has them.
 */
final class Conditions {

  private static final Map<String, BiPredicate<String, String>> POSITIVE =
      Map.ofEntries(
          Map.entry("StringEquals", String::equals),
          Map.entry("StringEqualsIgnoreCase", String::equalsIgnoreCase),
          Map.entry("StringLike", (value, wanted) -> Wildcards.matches(wanted, value)),
          Map.entry("NumericEquals", (value, wanted) -> compareNumbers(value, wanted, 0, true)),
          Map.entry("NumericLessThan", (value, wanted) -> compareNumbers(value, wanted, -1, false)),
          Map.entry(
              "NumericLessThanEquals", (value, wanted) -> compareNumbers(value, wanted, -1, true)),
          Map.entry(
              "NumericGreaterThan", (value, wanted) -> compareNumbers(value, wanted, 1, false)),
          Map.entry(
              "NumericGreaterThanEquals",
              (value, wanted) -> compareNumbers(value, wanted, 1, true)),
          Map.entry("DateEquals", (value, wanted) -> compareDates(value, wanted, 0, true)),
          Map.entry("DateLessThan", (value, wanted) -> compareDates(value, wanted, -1, false)),
          Map.entry("DateLessThanEquals", (value, wanted) -> compareDates(value, wanted, -1, true)),
          Map.entry("DateGreaterThan", (value, wanted) -> compareDates(value, wanted, 1, false)),
          Map.entry(
              "DateGreaterThanEquals", (value, wanted) -> compareDates(value, wanted, 1, true)),
          Map.entry("Bool", String::equalsIgnoreCase),
          Map.entry("BinaryEquals", String::equals),
          Map.entry("IpAddress", Conditions::inNetwork),
          Map.entry("ArnEquals", (value, wanted) -> Wildcards.matchesArn(wanted, value)),
          Map.entry("ArnLike", (value, wanted) -> Wildcards.matchesArn(wanted, value)));

  private static final Map<String, String> NEGATIVE =
      Map.of(
          "StringNotEquals", "StringEquals",
          "StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase",
          "StringNotLike", "StringLike",
          "NumericNotEquals", "NumericEquals",
          "DateNotEquals", "DateEquals",
          "NotIpAddress", "IpAddress",
          "ArnNotEquals", "ArnEquals",
          "ArnNotLike", "ArnLike");

  /** The operators whose values are patterns. */
  private static final Set<String> PATTERNS =
      Set.of("StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike");

  private static final String ANY = "ForAnyValue:";
  private static final String ALL = "ForAllValues:";
  private static final String IF_EXISTS = "IfExists";

  private Conditions() {}

  static boolean knows(String operator) {
    String plain = base(operator);
    return operator.equals("Null") || POSITIVE.containsKey(plain) || NEGATIVE.containsKey(plain);
  }

  /** Whether a condition holds for a request. */
  static boolean holds(Statement.Condition condition, RequestContext context, boolean variables) {
    String plain = base(condition.operator());
    List<String> given = context.values(condition.key());
    if (plain.equals("Null")) {
      boolean missing = given == null || given.isEmpty();
      return condition.values().stream().anyMatch(wanted -> wanted.equalsIgnoreCase("" + missing));
    }
    List<String> wanted =
        variables
            ? condition.values().stream()
                .map(value -> PolicyVariables.resolve(value, context))
                .filter(Objects::nonNull)
                .map(value -> PATTERNS.contains(plain) ? value : Wildcards.plain(value))
                .toList()
            : condition.values();
    boolean negative = NEGATIVE.containsKey(plain);
    BiPredicate<String, String> test =
        Objects.requireNonNull(POSITIVE.get(negative ? NEGATIVE.get(plain) : plain));
    boolean all = condition.operator().startsWith(ALL);
    boolean any = condition.operator().startsWith(ANY);
    if (given == null || given.isEmpty()) {
      // "ForAllValues" holds for what is not there; so do negated operators and "...IfExists".
      return all || condition.operator().endsWith(IF_EXISTS) || (!any && negative);
    }
    if (all) {
      return given.stream().allMatch(value -> one(value, wanted, test) != negative);
    }
    if (any) {
      return given.stream().anyMatch(value -> one(value, wanted, test) != negative);
    }
    return given.stream().anyMatch(value -> one(value, wanted, test)) != negative;
  }

  private static boolean one(String value, List<String> wanted, BiPredicate<String, String> test) {
    return wanted.stream().anyMatch(each -> test.test(value, each));
  }

  private static String base(String operator) {
    String plain = operator;
    if (plain.startsWith(ANY)) {
      plain = plain.substring(ANY.length());
    } else if (plain.startsWith(ALL)) {
      plain = plain.substring(ALL.length());
    }
    return plain.endsWith(IF_EXISTS)
        ? plain.substring(0, plain.length() - IF_EXISTS.length())
        : plain;
  }

  private static boolean compareNumbers(String value, String wanted, int sign, boolean orEqual) {
    try {
      return fits(new BigDecimal(value).compareTo(new BigDecimal(wanted)), sign, orEqual);
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  private static boolean compareDates(String value, String wanted, int sign, boolean orEqual) {
    Instant left = date(value);
    Instant right = date(wanted);
    return left != null && right != null && fits(left.compareTo(right), sign, orEqual);
  }

  private static boolean fits(int compared, int sign, boolean orEqual) {
    return (orEqual && compared == 0) || (sign != 0 && Integer.signum(compared) == sign);
  }

  private static @Nullable Instant date(String text) {
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeException | NumberFormatException noDate) {
      return null;
    }
  }

  private static boolean inNetwork(String value, String network) {
    int slash = network.indexOf('/');
    byte[] address = address(value);
    byte[] base = address(slash < 0 ? network : network.substring(0, slash));
    if (address == null || base == null || address.length != base.length) {
      return false;
    }
    int bits;
    try {
      bits = slash < 0 ? base.length * 8 : Integer.parseInt(network.substring(slash + 1));
    } catch (NumberFormatException noNumber) {
      return false;
    }
    for (int i = 0; i < Math.min(bits, base.length * 8); i++) {
      int mask = 0x80 >> (i % 8);
      if ((address[i / 8] & mask) != (base[i / 8] & mask)) {
        return false;
      }
    }
    return bits >= 0 && bits <= base.length * 8;
  }

  /** A literal address only: nothing is looked up. */
  private static byte @Nullable [] address(String text) {
    if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return null;
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException noAddress) {
      return null;
    }
  }
}
