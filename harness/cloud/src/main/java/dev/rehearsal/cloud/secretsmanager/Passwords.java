package dev.rehearsal.cloud.secretsmanager;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;

/** GetRandomPassword. Its source is a secure one, not the seeded ids. */
final class Passwords {

  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final SecureRandom random = new SecureRandom();

  String make(GetRandomPasswordRequest request) {
    long length = request.passwordLength() == null ? 32 : request.passwordLength();
    if (length < 1 || length > 4096) {
      throw SecretErrors.parameter("The password length must be between 1 and 4096.");
    }
    String excluded = request.excludeCharacters() == null ? "" : request.excludeCharacters();
    List<String> types = new ArrayList<>();
    add(types, UPPER, request.excludeUppercase(), excluded);
    add(types, LOWER, request.excludeLowercase(), excluded);
    add(types, DIGITS, request.excludeNumbers(), excluded);
    add(types, PUNCTUATION, request.excludePunctuation(), excluded);
    add(types, " ", !Boolean.TRUE.equals(request.includeSpace()), excluded);
    if (types.isEmpty()) {
      throw SecretErrors.parameter("The parameters exclude every character.");
    }
    List<Character> password = new ArrayList<>();
    if (!Boolean.FALSE.equals(request.requireEachIncludedType())) {
      if (types.size() > length) {
        throw SecretErrors.parameter(
            "The password length is too short for the required character types.");
      }
      types.forEach(type -> password.add(pick(type)));
    }
    String all = String.join("", types);
    while (password.size() < length) {
      password.add(pick(all));
    }
    Collections.shuffle(password, random);
    StringBuilder text = new StringBuilder();
    password.forEach(text::append);
    return text.toString();
  }

  private static void add(
      List<String> types,
      String characters,
      @org.jspecify.annotations.Nullable Boolean exclude,
      String excluded) {
    if (Boolean.TRUE.equals(exclude)) {
      return;
    }
    StringBuilder left = new StringBuilder();
    characters
        .chars()
        .filter(each -> excluded.indexOf(each) < 0)
        .forEach(each -> left.append((char) each));
    if (!left.isEmpty()) {
      types.add(left.toString());
    }
  }

  private char pick(String characters) {
    return characters.charAt(random.nextInt(characters.length()));
  }
}
