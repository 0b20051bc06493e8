package dev.t2s.shop.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param id the subject of the verified token, or the guest's session
 * @param email where known
 * @param phone in E.164, where known
 */
public record Customer(String id, @Nullable String email, @Nullable String phone) {

  /** What guests send to keep their cart. */
  public static final String GUEST_HEADER = "x-guest-session";

  /**
   * The customer of a request.
   *
   * @throws Problem 401 where nobody is signed in and the shop asks for it
   */
  public static Customer of(Request request, Settings settings) {
    String subject = request.claims().get("sub");
    if (subject != null && !subject.isBlank()) {
      return new Customer(
          subject, request.claims().get("email"), request.claims().get("phone_number"));
    }
    if (settings.text("AUTHENTICATION", "required").equals("disabled")) {
      return new Customer(
          guest(request)
              .orElseThrow(() -> Problem.invalid("Without sign-in, X-Guest-Session is needed.")),
          null,
          null);
    }
    throw Problem.of(401, "UNAUTHENTICATED", "Not signed in", "Sign in and send the token.");
  }

  /**
   * The id of a guest's cart.
   *
   * @throws Problem 400 where the header is no session id
   */
  public static Optional<String> guest(Request request) {
    return request
        .header(GUEST_HEADER)
        .map(
            session -> {
              if (!session.matches("[A-Za-z0-9-]{16,64}")) {
                throw Problem.invalid(
                    "X-Guest-Session must be 16 to 64 letters, digits or dashes; a UUID is good.");
              }
              return "guest:" + session;
            });
  }

  /** The same customer, reachable as they say where the token says nothing. */
  public Customer reachableAt(Optional<String> otherEmail, Optional<String> otherPhone) {
    return new Customer(
        id,
        email != null ? email : otherEmail.orElse(null),
        phone != null ? phone : otherPhone.orElse(null));
  }
}
