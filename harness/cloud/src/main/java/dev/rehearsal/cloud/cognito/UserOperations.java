package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminConfirmSignUpRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminConfirmSignUpResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminDeleteUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminDeleteUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminDisableUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminDisableUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminEnableUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminEnableUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminGetUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminGetUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminSetUserPasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminSetUserPasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminUpdateUserAttributesRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminUpdateUserAttributesResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminUserGlobalSignOutRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminUserGlobalSignOutResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUsersRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUsersResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/** What an administrator does with users. */
abstract class UserOperations extends GroupOperations {

  static final String PASSWORD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final Pattern FILTER =
      Pattern.compile("\\s*\"?([\\w:.-]+)\"?\\s*(\\^?=)\\s*\"(.*)\"\\s*");

  final Mailer mailer;
  final Tokens tokens;

  UserOperations(Surroundings aws) {
    super(aws);
    this.mailer = new Mailer(aws);
    this.tokens = new Tokens(aws);
  }

  /** Makes a user, whose name may be an address or number. */
  User newUser(Pool pool, String name, List<AttributeType> attributes, UserStatusType status) {
    List<AttributeType> all = new ArrayList<>(attributes);
    String sub = aws.ids().uuid();
    String username = name;
    if (pool.namedByAttribute()) {
      String attribute = name.contains("@") ? "email" : "phone_number";
      if (!pool.type().usernameAttributesAsStrings().contains(attribute)) {
        throw CognitoErrors.invalid(
            "Username should be " + (attribute.equals("email") ? "a phone number." : "an email."));
      }
      if (all.stream().noneMatch(one -> attribute.equals(one.name()))) {
        all.add(User.attribute(attribute, name));
      }
      username = sub;
    } else if (name.isBlank() || name.length() > 128) {
      throw CognitoErrors.invalid("A username has 1 to 128 characters.");
    }
    Schema.checkNew(pool.type().schemaAttributes(), all, status == UserStatusType.UNCONFIRMED);
    User user = new User(username, sub, status, aws.clock().instant());
    user.set(all);
    synchronized (pool) {
      if (pool.find(name).isPresent()) {
        throw CognitoErrors.usernameExists(
            pool.namedByAttribute()
                ? "An account with the given "
                    + (name.contains("@") ? "email" : "phone_number")
                    + " already exists."
                : "User already exists");
      }
      pool.add(user);
    }
    return user;
  }

  @Override
  public AdminCreateUserResponse adminCreateUser(AdminCreateUserRequest request) {
    Pool pool = pool(request.userPoolId());
    if (request.messageAction() == MessageActionType.RESEND) {
      throw CognitoErrors.notHere("MessageAction RESEND of AdminCreateUser");
    }
    String password = request.temporaryPassword();
    if (password == null) {
      password = Passwords.secret(PASSWORD_LETTERS, 10) + "a1A!";
    }
    Passwords.check(pool.passwordPolicy(), password);
    User user =
        newUser(
            pool,
            String.valueOf(request.username()),
            request.userAttributes(),
            UserStatusType.FORCE_CHANGE_PASSWORD);
    synchronized (pool) {
      user.password = Passwords.keep(pool, user, password);
      Integer days = pool.passwordPolicy().temporaryPasswordValidityDays();
      user.temporaryUntil =
          aws.clock().instant().plus(Duration.ofDays(days == null || days == 0 ? 7 : days));
    }
    if (request.messageAction() != MessageActionType.SUPPRESS) {
      try {
        mailer.invitation(pool, user, password);
      } catch (AwsServiceException undelivered) {
        pool.remove(user);
        throw undelivered;
      }
    }
    synchronized (pool) {
      return AdminCreateUserResponse.builder().user(user.describe()).build();
    }
  }

  @Override
  public AdminSetUserPasswordResponse adminSetUserPassword(AdminSetUserPasswordRequest request) {
    Pool pool = pool(request.userPoolId());
    User user = pool.user(request.username());
    Passwords.check(pool.passwordPolicy(), request.password());
    boolean permanent = Boolean.TRUE.equals(request.permanent());
    synchronized (pool) {
      user.password = Passwords.keep(pool, user, request.password());
      user.status = permanent ? UserStatusType.CONFIRMED : UserStatusType.FORCE_CHANGE_PASSWORD;
      user.temporaryUntil = permanent ? null : aws.clock().instant().plus(Duration.ofDays(7));
      user.modified = aws.clock().instant();
    }
    return AdminSetUserPasswordResponse.builder().build();
  }

  @Override
  public AdminGetUserResponse adminGetUser(AdminGetUserRequest request) {
    Pool pool = pool(request.userPoolId());
    User user = pool.user(request.username());
    synchronized (pool) {
      return AdminGetUserResponse.builder()
          .username(user.username)
          .userAttributes(user.attributeList())
          .userCreateDate(user.created)
          .userLastModifiedDate(user.modified)
          .enabled(user.enabled)
          .userStatus(user.status)
          .userMFASettingList(user.factors())
          .preferredMfaSetting(user.preferredFactor())
          .build();
    }
  }

  @Override
  public AdminDeleteUserResponse adminDeleteUser(AdminDeleteUserRequest request) {
    Pool pool = pool(request.userPoolId());
    pool.remove(pool.user(request.username()));
    return AdminDeleteUserResponse.builder().build();
  }

  @Override
  public AdminUpdateUserAttributesResponse adminUpdateUserAttributes(
      AdminUpdateUserAttributesRequest request) {
    Pool pool = pool(request.userPoolId());
    User user = pool.user(request.username());
    Schema.check(pool.type().schemaAttributes(), request.userAttributes());
    synchronized (pool) {
      user.set(request.userAttributes());
      user.modified = aws.clock().instant();
    }
    return AdminUpdateUserAttributesResponse.builder().build();
  }

  @Override
  public AdminEnableUserResponse adminEnableUser(AdminEnableUserRequest request) {
    enable(request.userPoolId(), request.username(), true);
    return AdminEnableUserResponse.builder().build();
  }

  @Override
  public AdminDisableUserResponse adminDisableUser(AdminDisableUserRequest request) {
    enable(request.userPoolId(), request.username(), false);
    return AdminDisableUserResponse.builder().build();
  }

  @Override
  public AdminConfirmSignUpResponse adminConfirmSignUp(AdminConfirmSignUpRequest request) {
    Pool pool = pool(request.userPoolId());
    User user = pool.user(request.username());
    synchronized (pool) {
      if (user.status != UserStatusType.UNCONFIRMED) {
        throw CognitoErrors.notAuthorized(
            "User cannot be confirmed. Current status is " + user.status);
      }
      user.status = UserStatusType.CONFIRMED;
      user.confirmation = null;
      user.modified = aws.clock().instant();
    }
    return AdminConfirmSignUpResponse.builder().build();
  }

  @Override
  public AdminUserGlobalSignOutResponse adminUserGlobalSignOut(
      AdminUserGlobalSignOutRequest request) {
    Pool pool = pool(request.userPoolId());
    tokens.revokeAll(pool, pool.user(request.username()));
    return AdminUserGlobalSignOutResponse.builder().build();
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    Pool pool = pool(request.userPoolId());
    synchronized (pool) {
      Page<UserType> page =
          page(
              pool.users.values().stream()
                  .filter(filter(request.filter()))
                  .map(User::describe)
                  .toList(),
              request.paginationToken(),
              request.limit());
      return ListUsersResponse.builder().users(page.items()).paginationToken(page.next()).build();
    }
  }

  private void enable(String poolId, String username, boolean enabled) {
    Pool pool = pool(poolId);
    User user = pool.user(username);
    synchronized (pool) {
      user.enabled = enabled;
      user.modified = aws.clock().instant();
    }
    if (!enabled) {
      tokens.revokeAll(pool, user);
    }
  }

  private static Predicate<User> filter(@Nullable String filter) {
    if (filter == null || filter.isBlank()) {
      return user -> true;
    }
    Matcher matcher = FILTER.matcher(filter);
    if (!matcher.matches()) {
      throw CognitoErrors.invalid("Error while parsing filter: " + filter);
    }
    String name = matcher.group(1);
    String wanted = matcher.group(3);
    boolean prefix = matcher.group(2).equals("^=");
    return user -> {
      String value =
          switch (name) {
            case "username" -> user.username;
            case "cognito:user_status" -> user.status.toString();
            case "status" -> user.enabled ? "Enabled" : "Disabled";
            default -> user.attributes.get(name);
          };
      return value != null && (prefix ? value.startsWith(wanted) : value.equals(wanted));
    };
  }
}
