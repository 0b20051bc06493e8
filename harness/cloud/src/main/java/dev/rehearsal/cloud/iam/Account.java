package dev.rehearsal.cloud.iam;

import java.util.ArrayList;
import java.util.List;
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
