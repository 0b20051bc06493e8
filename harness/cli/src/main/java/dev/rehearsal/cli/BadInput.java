package dev.rehearsal.cli;

/** What the user gave is wrong. The message says what, and what to try. */
final class BadInput extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }
}
