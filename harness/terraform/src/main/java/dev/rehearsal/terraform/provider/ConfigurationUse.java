package dev.rehearsal.terraform.provider;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration uses of the provider, as its text says: read before Terraform asks for
 * schemas, so that no more of them is sent than it needs.
 */
public final class ConfigurationUse {

  private static final Pattern TYPE =
      Pattern.compile("^\\s*(?:resource|data)\\s+\"(aws_\\w+)\"", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("[a-z]\\w*");

  private final Set<String> types = new HashSet<>();
  private final Set<String> words = new HashSet<>();

  /** Takes in a file's text. */
  public void read(String text) {
    Matcher type = TYPE.matcher(text);
    while (type.find()) {
      types.add(type.group(1));
    }
    if (text.contains("statement")) {
      Matcher word = WORD.matcher(text);
      while (word.find()) {
        words.add(word.group());
      }
    }
  }

  /** The resource types and data sources that it names. */
  Set<String> types() {
    return types;
  }

  /**
   * Whether a block of this name, inside a web ACL's statement, can be in it: the name stands
   * somewhere in a file that has statements.
   */
  boolean names(String block) {
    return words.contains(block);
  }

  /** Takes in what another one has read. */
  boolean add(ConfigurationUse other) {
    boolean more = types.addAll(other.types);
    return words.addAll(other.words) || more;
  }
}
