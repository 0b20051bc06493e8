package dev.t2s.shop.runtime;

import org.jspecify.annotations.Nullable;

/** Something the shop stands on does not answer. */
public class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Unavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
