package dev.rehearsal.cli;

/** What the process answers its caller. */
final class ExitCode {

  /** All passed. */
  static final int PASSED = 0;

  /** A journey failed. */
  static final int FAILED = 1;

  /** Bad input: an argument or a journey file is wrong. */
  static final int INPUT = 2;

  /** The environment is wrong: no Terraform, a port in use, no stage. */
  static final int ENVIRONMENT = 3;

  private ExitCode() {}
}
