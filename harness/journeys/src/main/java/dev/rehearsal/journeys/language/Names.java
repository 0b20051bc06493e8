package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.JsonNode;

/** What the references of a template stand for while a journey runs. */
@FunctionalInterface
public interface Names {

  /**
   * The value of a reference such as {@code products.mug.sku}.
   *
   * @throws UnknownName where it stands for nothing
   */
  JsonNode lookup(String reference);

  /** A reference that stands for nothing. */
  class UnknownName extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownName(String message) {
      super(message);
    }
  }

  /** A capture whose step was not reached, or had nothing to capture. */
  final class NotCaptured extends UnknownName {
    private static final long serialVersionUID = 1L;

    public NotCaptured(String name) {
      super("Nothing was captured as `" + name + "`.");
    }
  }
}
