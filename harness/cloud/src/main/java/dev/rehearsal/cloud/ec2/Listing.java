package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts listings into the pages that Describe operations answer. */
final class Listing {

  private Listing() {}

  static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer size) {
    if (size != null && size < 5) {
      throw Ec2Errors.invalid(
          "Value ( "
              + size
              + " ) for parameter maxResults is invalid. Expecting a value greater"
              + " than 5.");
    }
    try {
      return Page.of(all, token, size == null ? 0 : size);
    } catch (NumberFormatException notOurs) {
      throw Ec2Errors.of("InvalidNextToken", "The token '" + token + "' is invalid");
    }
  }
}
