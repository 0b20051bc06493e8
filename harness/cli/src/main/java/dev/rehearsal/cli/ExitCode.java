package dev.rehearsal.cli;

/** What the process answers its caller. */
final class ExitCode {

  /** No journey failed. */
  static final int PASSED = 0;

  /** A journey failed. */
  static final int FAILED = 1;

  /** Bad input: an argument or a file is wrong, or there is no stage or run of the kind wanted. */
  static final int INPUT = 2;

  /** The environment is wrong: no Terraform, a port in use. */
  static final int ENVIRONMENT = 3;

  private ExitCode() {}
}
