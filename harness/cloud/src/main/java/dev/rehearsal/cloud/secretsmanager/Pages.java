package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.InvalidNextTokenException;

/** Cuts pages, and refuses tokens in this service's words. */
final class Pages {

  private Pages() {}

  static <T> Page<T> of(List<T> all, @Nullable Integer max, int usual, @Nullable String token) {
    try {
      return Page.of(all, token, max == null ? usual : max);
    } catch (NumberFormatException invalid) {
      throw AwsError.of(
          InvalidNextTokenException.builder(),
          "InvalidNextTokenException",
          400,
          "The NextToken value is invalid.");
    }
  }
}
