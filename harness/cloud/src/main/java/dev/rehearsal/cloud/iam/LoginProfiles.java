package dev.rehearsal.cloud.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ChangePasswordRequest;
import software.amazon.awssdk.services.iam.model.ChangePasswordResponse;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.InvalidUserTypeException;
import software.amazon.awssdk.services.iam.model.LoginProfile;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileResponse;

/**
 * Users' passwords for the console, which is not emulated itself: what is held here is that they
 * keep the account's password policy. Called under the store's lock.
 */
final class LoginProfiles {

  /** As many earlier passwords as a policy can ask for. */
  private static final int REMEMBERED = 24;

  /** One user's password, the latest first, as salted hashes. */
  private static final class Profile {
    final Instant created;
    final String salt;
    final Deque<String> passwords = new ArrayDeque<>();
    boolean reset;

    Profile(Instant created, String salt) {
      this.created = created;
      this.salt = salt;
    }
  }

  private final Store store;
  private final Account account;

  /** By the user's id, which a new name leaves as it is. */
  private final Map<String, Profile> profiles = new HashMap<>();

  LoginProfiles(Store store, Account account) {
    this.store = store;
    this.account = account;
  }

  CreateLoginProfileResponse create(CreateLoginProfileRequest request) {
    Identity user = user(request.userName());
    if (has(user)) {
      throw IamErrors.exists("Login Profile for user " + user.name + " already exists.");
    }
    Profile profile = new Profile(store.now(), store.aws().ids().hex(32));
    set(profile, request.password());
    profile.reset = Boolean.TRUE.equals(request.passwordResetRequired());
    profiles.put(user.id, profile);
    return CreateLoginProfileResponse.builder().loginProfile(shown(user, profile)).build();
  }

  GetLoginProfileResponse get(GetLoginProfileRequest request) {
    Identity user = user(request.userName());
    return GetLoginProfileResponse.builder().loginProfile(shown(user, profile(user))).build();
  }

  UpdateLoginProfileResponse update(UpdateLoginProfileRequest request) {
    Profile profile = profile(user(request.userName()));
    if (request.password() != null) {
      set(profile, request.password());
    }
    if (request.passwordResetRequired() != null) {
      profile.reset = request.passwordResetRequired();
    }
    return UpdateLoginProfileResponse.builder().build();
  }

  DeleteLoginProfileResponse delete(DeleteLoginProfileRequest request) {
    Identity user = user(request.userName());
    var unused = profile(user);
    profiles.remove(user.id);
    return DeleteLoginProfileResponse.builder().build();
  }

  ChangePasswordResponse change(ChangePasswordRequest request) {
    Identity user =
        caller()
            .orElseThrow(
                () ->
                    AwsError.of(
                        InvalidUserTypeException.builder(),
                        "InvalidUserType",
                        400,
                        "Only IAM Users can change their own password"));
    Profile profile = profile(user);
    if (!hash(profile, request.oldPassword()).equals(profile.passwords.peekFirst())) {
      throw AwsError.of("AccessDenied", 403, "The old password was incorrect.");
    }
    set(profile, request.newPassword());
    profile.reset = false;
    return ChangePasswordResponse.builder().build();
  }

  /** Whether a user has a password. */
  boolean has(Identity user) {
    return profiles.containsKey(user.id);
  }

  private void set(Profile profile, @Nullable String password) {
    account.check(password);
    String hash = hash(profile, password);
    if (profile.passwords.stream().limit(account.unrepeated()).anyMatch(hash::equals)) {
      throw IamErrors.password("Password has been used before");
    }
    profile.passwords.addFirst(hash);
    if (profile.passwords.size() > REMEMBERED) {
      profile.passwords.removeLast();
    }
  }

  private Profile profile(Identity user) {
    Profile profile = profiles.get(user.id);
    if (profile == null) {
      throw IamErrors.noSuchEntity("Login Profile for User " + user.name + " cannot be found.");
    }
    return profile;
  }

  /** The user named, or the one who calls. */
  private Identity user(@Nullable String name) {
    return name == null
        ? caller()
            .orElseThrow(
                () ->
                    IamErrors.validation(
                        "Must specify userName when calling with non-User credentials"))
        : store.get(Kind.USER, name);
  }

  private Optional<Identity> caller() {
    return CallScope.current()
        .map(call -> call.caller())
        .filter(Caller.User.class::isInstance)
        .map(caller -> store.get(Kind.USER, ((Caller.User) caller).name()));
  }

  private static LoginProfile shown(Identity user, Profile profile) {
    return LoginProfile.builder()
        .userName(user.name)
        .createDate(profile.created)
        .passwordResetRequired(profile.reset)
        .build();
  }

  private static String hash(Profile profile, @Nullable String password) {
    try {
      byte[] salted = (profile.salt + password).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(salted));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
