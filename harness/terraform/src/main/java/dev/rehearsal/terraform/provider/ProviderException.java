package dev.rehearsal.terraform.provider;

import java.util.List;

/** An error that Terraform shows its user. */
public final class ProviderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String detail;
  private final transient List<Object> path;

  /**
   * @param summary one line: what failed
   * @param detail what was expected and what to try; may be empty
   * @param path the attribute it is about as names and indices; empty for the whole block
   */
  public ProviderException(String summary, String detail, List<Object> path) {
    super(summary);
    this.detail = detail;
    this.path = List.copyOf(path);
  }

  public ProviderException(String summary) {
    this(summary, "", List.of());
  }

  public String detail() {
    return detail;
  }

  List<Object> path() {
    return path;
  }
}
