package dev.rehearsal.cloud.wafv2;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.wafv2.model.ByteMatchStatement;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.LabelMatchStatement;
import software.amazon.awssdk.services.wafv2.model.SensitivityLevel;
import software.amazon.awssdk.services.wafv2.model.SizeConstraintStatement;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;

/**
 * Whether a rule's statement matches a request.
 *
 * @param request what is looked at
 * @param labels the labels that earlier rules added, in full
 * @param sets the addresses of an IP set by its ARN
 */
record Statements(WebRequest request, List<String> labels, IpSets sets) {

  boolean match(Statement statement) {
    if (statement.andStatement() != null) {
      return statement.andStatement().statements().stream().allMatch(this::match);
    } else if (statement.orStatement() != null) {
      return statement.orStatement().statements().stream().anyMatch(this::match);
    } else if (statement.notStatement() != null) {
      return !match(statement.notStatement().statement());
    } else if (statement.ipSetReferenceStatement() != null) {
      return sets.hold(statement.ipSetReferenceStatement().arn(), request.address());
    } else if (statement.labelMatchStatement() != null) {
      return label(statement.labelMatchStatement());
    } else if (statement.sqliMatchStatement() != null) {
      var sqli = statement.sqliMatchStatement();
      boolean sensitive = sqli.sensitivityLevel() == SensitivityLevel.HIGH;
      return any(
          sqli.fieldToMatch(), sqli.textTransformations(), text -> Injections.sql(text, sensitive));
    } else if (statement.xssMatchStatement() != null) {
      var xss = statement.xssMatchStatement();
      return any(xss.fieldToMatch(), xss.textTransformations(), Injections::script);
    } else if (statement.byteMatchStatement() != null) {
      return bytes(statement.byteMatchStatement());
    } else if (statement.regexMatchStatement() != null) {
      var regex = statement.regexMatchStatement();
      Pattern pattern = Pattern.compile(regex.regexString());
      return any(
          regex.fieldToMatch(), regex.textTransformations(), text -> pattern.matcher(text).find());
    }
    return size(statement.sizeConstraintStatement());
  }

  private boolean label(LabelMatchStatement wanted) {
    String key = wanted.key();
    return switch (wanted.scope()) {
      case NAMESPACE ->
          labels.stream().anyMatch(label -> label.startsWith(key) || label.contains(":" + key));
      default -> labels.stream().anyMatch(label -> label.equals(key) || label.endsWith(":" + key));
    };
  }

  private boolean bytes(ByteMatchStatement wanted) {
    String search = wanted.searchString().asUtf8String();
    return any(
        wanted.fieldToMatch(),
        wanted.textTransformations(),
        text ->
            switch (wanted.positionalConstraint()) {
              case EXACTLY -> text.equals(search);
              case STARTS_WITH -> text.startsWith(search);
              case ENDS_WITH -> text.endsWith(search);
              case CONTAINS_WORD ->
                  Pattern.compile("(?<!\\w)" + Pattern.quote(search) + "(?!\\w)")
                      .matcher(text)
                      .find();
              default -> text.contains(search);
            });
  }

  private boolean size(SizeConstraintStatement wanted) {
    long size = wanted.size();
    return any(
        wanted.fieldToMatch(),
        wanted.textTransformations(),
        text -> {
          long length = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
          return switch (wanted.comparisonOperatorAsString().toUpperCase(Locale.ROOT)) {
            case "EQ" -> length == size;
            case "NE" -> length != size;
            case "LE" -> length <= size;
            case "LT" -> length < size;
            case "GE" -> length >= size;
            default -> length > size;
          };
        });
  }

  private boolean any(
      FieldToMatch field, List<TextTransformation> transformations, Predicate<String> bad) {
    Fields.Parts parts = Fields.of(field, request);
    return parts
        .forced()
        .orElseGet(
            () ->
                parts.texts().stream()
                    .map(text -> Transformations.apply(transformations, text))
                    .anyMatch(bad));
  }
}
