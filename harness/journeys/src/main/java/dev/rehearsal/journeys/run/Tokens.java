package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;

/** Reads ID tokens. Does not verify them: that is the platform's job. */
final class Tokens {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Tokens() {}

  /** The {@code sub} claim; an empty string where the token has none. */
  static String subject(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      return parts.length == 3
          ? JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("sub").asText()
          : "";
    } catch (IOException | IllegalArgumentException unreadable) {
      return "";
    }
  }
}
