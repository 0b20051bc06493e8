package dev.rehearsal.gateway;

/**
 * One permission that a call needs; a call may need several.
 *
 * @param action IAM's action, for example {@code lambda:InvokeFunction}
 * @param resource the resource's ARN; {@code *} for actions that know none
 */
record Need(String action, String resource) {}
