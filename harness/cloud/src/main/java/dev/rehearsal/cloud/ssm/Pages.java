package dev.rehearsal.cloud.ssm;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;

/** Cuts pages, and refuses tokens in this service's words. */
final class Pages {

  private Pages() {}

  static <T> Page<T> of(List<T> all, @Nullable Integer max, int usual, @Nullable String token) {
    try {
      return Page.of(all, token, max == null ? usual : max);
    } catch (NumberFormatException invalid) {
      throw AwsError.of(
          InvalidNextTokenException.builder(),
          "InvalidNextToken",
          400,
          "The specified token isn't valid.");
    }
  }
}
