package dev.rehearsal.cloud.call;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A call that gets no answer: its connection is cut. Callers in this process see what the SDK's
 * clients see of a broken connection.
 */
public final class NoAnswer extends SdkClientException {

  private static final long serialVersionUID = 1L;

  public NoAnswer(String why) {
    super(SdkClientException.builder().message("The connection was cut: " + why));
  }
}
