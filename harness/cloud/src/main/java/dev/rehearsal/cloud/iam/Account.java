package dev.rehearsal.cloud.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountPasswordPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetAccountPasswordPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.PasswordPolicy;
import software.amazon.awssdk.services.iam.model.UpdateAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccountPasswordPolicyResponse;

/** The account's own settings: password policy, alias. Called under the store's lock. */
final class Account {

  /** What counts as a symbol. */
  private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";

  private @Nullable PasswordPolicy passwords;
  private final List<String> aliases = new ArrayList<>(1);

  GetAccountPasswordPolicyResponse get(GetAccountPasswordPolicyRequest request) {
    return GetAccountPasswordPolicyResponse.builder().passwordPolicy(policy()).build();
  }

  UpdateAccountPasswordPolicyResponse update(UpdateAccountPasswordPolicyRequest request) {
    Integer length = request.minimumPasswordLength();
    if (length != null && (length < 6 || length > 128)) {
      throw IamErrors.validation("minimumPasswordLength must be between 6 and 128.");
    }
    range("maxPasswordAge", request.maxPasswordAge(), 1095);
    range("passwordReusePrevention", request.passwordReusePrevention(), 24);
    passwords =
        PasswordPolicy.builder()
            .minimumPasswordLength(length == null ? 6 : length)
            .requireSymbols(Boolean.TRUE.equals(request.requireSymbols()))
            .requireNumbers(Boolean.TRUE.equals(request.requireNumbers()))
            .requireUppercaseCharacters(Boolean.TRUE.equals(request.requireUppercaseCharacters()))
            .requireLowercaseCharacters(Boolean.TRUE.equals(request.requireLowercaseCharacters()))
            .allowUsersToChangePassword(Boolean.TRUE.equals(request.allowUsersToChangePassword()))
            .expirePasswords(request.maxPasswordAge() != null && request.maxPasswordAge() > 0)
            .maxPasswordAge(request.maxPasswordAge())
            .passwordReusePrevention(request.passwordReusePrevention())
            .hardExpiry(request.hardExpiry())
            .build();
    return UpdateAccountPasswordPolicyResponse.builder().build();
  }

  DeleteAccountPasswordPolicyResponse delete(DeleteAccountPasswordPolicyRequest request) {
    policy();
    passwords = null;
    return DeleteAccountPasswordPolicyResponse.builder().build();
  }

  /**
   * Holds a password against the account's policy, or where it has none against AWS's own: eight
   * characters of three sorts.
   */
  void check(@Nullable String password) {
    if (password == null || password.isEmpty() || password.length() > 128) {
      throw IamErrors.validation("Password must have between 1 and 128 characters.");
    }
    PasswordPolicy policy = passwords;
    int least = policy == null ? 8 : policy.minimumPasswordLength();
    if (password.length() < least) {
      throw IamErrors.password("Password should have a minimum length of " + least);
    }
    boolean upper = has(password, Character::isUpperCase);
    boolean lower = has(password, Character::isLowerCase);
    boolean number = has(password, Character::isDigit);
    boolean symbol = has(password, character -> SYMBOLS.indexOf(character) >= 0);
    if (policy == null) {
      if (Stream.of(upper, lower, number, symbol).filter(held -> held).count() < 3) {
        throw IamErrors.password(
            "Password should have at least three of uppercase letters, lowercase letters, numbers"
                + " and symbols");
      }
      return;
    }
    demand(policy.requireUppercaseCharacters(), upper, "uppercase letter");
    demand(policy.requireLowercaseCharacters(), lower, "lowercase letter");
    demand(policy.requireNumbers(), number, "number");
    demand(policy.requireSymbols(), symbol, "symbol");
  }

  /** How many earlier passwords may not be taken again. */
  int unrepeated() {
    return passwords == null || passwords.passwordReusePrevention() == null
        ? 0
        : passwords.passwordReusePrevention();
  }

  private static void range(String name, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw IamErrors.validation(name + " must be between 1 and " + most + ".");
    }
  }

  private static boolean has(String password, IntPredicate sort) {
    return password.chars().anyMatch(sort);
  }

  private static void demand(boolean wanted, boolean held, String what) {
    if (wanted && !held) {
      throw IamErrors.password("Password should have at least one " + what);
    }
  }

  CreateAccountAliasResponse createAlias(CreateAccountAliasRequest request) {
    String alias = Checks.name("accountAlias", request.accountAlias(), 63);
    aliases.clear();
    aliases.add(alias);
    return CreateAccountAliasResponse.builder().build();
  }

  ListAccountAliasesResponse aliases(ListAccountAliasesRequest request) {
    return ListAccountAliasesResponse.builder().accountAliases(aliases).isTruncated(false).build();
  }

  DeleteAccountAliasResponse deleteAlias(DeleteAccountAliasRequest request) {
    if (!aliases.remove(request.accountAlias())) {
      throw IamErrors.noSuchEntity(
          "The account alias with name " + request.accountAlias() + " cannot be found.");
    }
    return DeleteAccountAliasResponse.builder().build();
  }

  private PasswordPolicy policy() {
    if (passwords == null) {
      throw IamErrors.noSuchEntity(
          "The Password Policy with domain name for this account cannot be found.");
    }
    return passwords;
  }
}
