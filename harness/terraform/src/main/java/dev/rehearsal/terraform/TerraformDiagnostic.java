package dev.rehearsal.terraform;

import org.jspecify.annotations.Nullable;

/**
 * An error or a warning of Terraform's.
 *
 * @param severity {@code error} or {@code warning}
 * @param summary one line
 * @param detail more; may be empty
 * @param address the resource it is about, or null
 * @param file the file it points at, relative to the root module; null where it points nowhere
 * @param line the line in that file; 0 where it points nowhere
 */
public record TerraformDiagnostic(
    String severity,
    String summary,
    String detail,
    @Nullable String address,
    @Nullable String file,
    int line) {

  /** Whether it is an error. */
  public boolean isError() {
    return severity.equals("error");
  }

  /** {@code file:line: summary (address)} and the detail on lines of its own. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (file != null) {
      text.append(file).append(':').append(line).append(": ");
    }
    text.append(summary);
    if (address != null) {
      text.append(" (").append(address).append(')');
    }
    if (!detail.isEmpty()) {
      text.append("\n  ").append(detail.replace("\n", "\n  "));
    }
    return text.toString();
  }
}
