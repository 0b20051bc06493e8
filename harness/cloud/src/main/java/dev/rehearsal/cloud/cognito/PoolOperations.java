package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.call.Shapes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserConfigType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DefaultEmailOptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserPoolClientResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserPoolResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeletionProtectionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeUserPoolClientResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DescribeUserPoolResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EmailConfigurationType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EmailSendingAccountType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserPoolMfaConfigRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserPoolMfaConfigResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LambdaConfigType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUserPoolClientsRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUserPoolClientsResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUserPoolsRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUserPoolsResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordPolicyType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SetUserPoolMfaConfigRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SetUserPoolMfaConfigResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SoftwareTokenMfaConfigType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TokenValidityUnitsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolClientResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientDescription;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolDescriptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolPolicyType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolTierType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerificationMessageTemplateType;

/** The control plane: pools, clients. */
abstract class PoolOperations implements CognitoIdentityProviderClient {

  final Surroundings aws;
  final Map<String, Pool> pools = new ConcurrentHashMap<>();

  PoolOperations(Surroundings aws) {
    this.aws = aws;
  }

  Pool pool(@Nullable String id) {
    Pool pool = id == null ? null : pools.get(id);
    if (pool == null) {
      throw CognitoErrors.notFound("User pool " + id + " does not exist.");
    }
    return pool;
  }

  /** The pool that has a client. */
  Pool poolOf(@Nullable String clientId) {
    for (Pool pool : pools.values()) {
      synchronized (pool) {
        if (clientId != null && pool.clients.containsKey(clientId)) {
          return pool;
        }
      }
    }
    throw CognitoErrors.notFound("User pool client " + clientId + " does not exist.");
  }

  @Override
  public CreateUserPoolResponse createUserPool(CreateUserPoolRequest request) {
    if (request.poolName() == null || request.poolName().isEmpty()) {
      throw CognitoErrors.invalid("A pool needs a name");
    }
    refuse(request.mfaConfiguration(), request.lambdaConfig());
    String id = aws.region() + "_" + aws.ids().upper(9);
    Instant now = aws.clock().instant();
    UserPoolType type =
        Shapes.copy(request, UserPoolType.builder())
            .id(id)
            .name(request.poolName())
            .arn(aws.arn("cognito-idp", "userpool/" + id))
            .policies(policies(request.policies()))
            .schemaAttributes(Schema.of(request.schema()))
            .mfaConfiguration(
                request.mfaConfiguration() == null
                    ? UserPoolMfaType.OFF
                    : request.mfaConfiguration())
            .deletionProtection(
                request.deletionProtection() == null
                    ? DeletionProtectionType.INACTIVE
                    : request.deletionProtection())
            .emailConfiguration(
                request.emailConfiguration() == null
                    ? EmailConfigurationType.builder()
                        .emailSendingAccount(EmailSendingAccountType.COGNITO_DEFAULT)
                        .build()
                    : request.emailConfiguration())
            .verificationMessageTemplate(
                request.verificationMessageTemplate() == null
                    ? VerificationMessageTemplateType.builder()
                        .defaultEmailOption(DefaultEmailOptionType.CONFIRM_WITH_CODE)
                        .build()
                    : request.verificationMessageTemplate())
            .adminCreateUserConfig(
                request.adminCreateUserConfig() == null
                    ? AdminCreateUserConfigType.builder()
                        .allowAdminCreateUserOnly(false)
                        .unusedAccountValidityDays(7)
                        .build()
                    : request.adminCreateUserConfig())
            .userPoolTier(
                request.userPoolTier() == null
                    ? UserPoolTierType.ESSENTIALS
                    : request.userPoolTier())
            .lambdaConfig(LambdaConfigType.builder().build())
            .creationDate(now)
            .lastModifiedDate(now)
            .build();
    pools.put(id, new Pool(type, new PoolKey()));
    return CreateUserPoolResponse.builder().userPool(type).build();
  }

  @Override
  public DescribeUserPoolResponse describeUserPool(DescribeUserPoolRequest request) {
    return DescribeUserPoolResponse.builder().userPool(pool(request.userPoolId()).type()).build();
  }

  @Override
  public UpdateUserPoolResponse updateUserPool(UpdateUserPoolRequest request) {
    Pool pool = pool(request.userPoolId());
    UserPoolType before = pool.type();
    // Second factors are SetUserPoolMfaConfig's; saying again what it set is no change.
    refuse(
        request.mfaConfiguration() == before.mfaConfiguration() ? null : request.mfaConfiguration(),
        request.lambdaConfig());
    UserPoolType.Builder after = Shapes.copy(request, before.toBuilder());
    after.lastModifiedDate(aws.clock().instant()).policies(policies(request.policies()));
    if (request.poolName() != null) {
      after.name(request.poolName());
    }
    pool.type(after.build());
    return UpdateUserPoolResponse.builder().build();
  }

  @Override
  public DeleteUserPoolResponse deleteUserPool(DeleteUserPoolRequest request) {
    UserPoolType type = pool(request.userPoolId()).type();
    if (type.deletionProtection() == DeletionProtectionType.ACTIVE) {
      throw CognitoErrors.invalid(
          "The user pool cannot be deleted because deletion protection is activated. Deletion"
              + " protection must be inactivated first.");
    }
    if (type.domain() != null) {
      throw CognitoErrors.invalid(
          "User pool cannot be deleted. It has a domain configured that should be deleted first.");
    }
    pools.remove(request.userPoolId());
    return DeleteUserPoolResponse.builder().build();
  }

  @Override
  public ListUserPoolsResponse listUserPools(ListUserPoolsRequest request) {
    List<UserPoolDescriptionType> all =
        pools.values().stream()
            .map(Pool::type)
            .sorted(Comparator.comparing(UserPoolType::id))
            .map(type -> Shapes.copy(type, UserPoolDescriptionType.builder()).build())
            .toList();
    Page<UserPoolDescriptionType> page = page(all, request.nextToken(), request.maxResults());
    return ListUserPoolsResponse.builder().userPools(page.items()).nextToken(page.next()).build();
  }

  @Override
  public GetUserPoolMfaConfigResponse getUserPoolMfaConfig(GetUserPoolMfaConfigRequest request) {
    Pool pool = pool(request.userPoolId());
    return GetUserPoolMfaConfigResponse.builder()
        .mfaConfiguration(pool.type().mfaConfiguration())
        .softwareTokenMfaConfiguration(softwareTokens(pool))
        .build();
  }

  @Override
  public SetUserPoolMfaConfigResponse setUserPoolMfaConfig(SetUserPoolMfaConfigRequest request) {
    Pool pool = pool(request.userPoolId());
    if (request.smsMfaConfiguration() != null
        || request.emailMfaConfiguration() != null
        || request.webAuthnConfiguration() != null) {
      throw CognitoErrors.notHere("second factors other than software tokens");
    }
    boolean tokens =
        request.softwareTokenMfaConfiguration() != null
            && Boolean.TRUE.equals(request.softwareTokenMfaConfiguration().enabled());
    UserPoolMfaType mfa =
        request.mfaConfiguration() == null ? UserPoolMfaType.OFF : request.mfaConfiguration();
    if (mfa != UserPoolMfaType.OFF && !tokens) {
      throw CognitoErrors.invalid(
          "Invalid MFA configuration given, can't turn on MFA and disable all MFAs together.");
    }
    synchronized (pool) {
      pool.softwareTokens = tokens;
      pool.type(
          pool.type().toBuilder()
              .mfaConfiguration(mfa)
              .lastModifiedDate(aws.clock().instant())
              .build());
    }
    return SetUserPoolMfaConfigResponse.builder()
        .mfaConfiguration(mfa)
        .softwareTokenMfaConfiguration(softwareTokens(pool))
        .build();
  }

  private static SoftwareTokenMfaConfigType softwareTokens(Pool pool) {
    synchronized (pool) {
      return SoftwareTokenMfaConfigType.builder().enabled(pool.softwareTokens).build();
    }
  }

  @Override
  public CreateUserPoolClientResponse createUserPoolClient(CreateUserPoolClientRequest request) {
    Pool pool = pool(request.userPoolId());
    Instant now = aws.clock().instant();
    UserPoolClientType.Builder client =
        Shapes.copy(
                request,
                UserPoolClientType.builder()
                    .refreshTokenValidity(30)
                    .tokenValidityUnits(TokenValidityUnitsType.builder().build())
                    .allowedOAuthFlowsUserPoolClient(false)
                    .enableTokenRevocation(true)
                    .enablePropagateAdditionalUserContextData(false)
                    .preventUserExistenceErrors(PreventUserExistenceErrorTypes.LEGACY)
                    .authSessionValidity(3))
            .clientId(aws.ids().lower(26))
            .creationDate(now)
            .lastModifiedDate(now);
    if (Boolean.TRUE.equals(request.generateSecret())) {
      client.clientSecret(Passwords.secret("abcdefghijklmnopqrstuvwxyz0123456789", 51));
    }
    UserPoolClientType made = client.build();
    synchronized (pool) {
      pool.clients.put(made.clientId(), made);
    }
    return CreateUserPoolClientResponse.builder().userPoolClient(made).build();
  }

  @Override
  public DescribeUserPoolClientResponse describeUserPoolClient(
      DescribeUserPoolClientRequest request) {
    return DescribeUserPoolClientResponse.builder()
        .userPoolClient(pool(request.userPoolId()).client(request.clientId()))
        .build();
  }

  @Override
  public UpdateUserPoolClientResponse updateUserPoolClient(UpdateUserPoolClientRequest request) {
    Pool pool = pool(request.userPoolId());
    UserPoolClientType updated =
        Shapes.copy(request, pool.client(request.clientId()).toBuilder())
            .lastModifiedDate(aws.clock().instant())
            .build();
    synchronized (pool) {
      pool.clients.put(updated.clientId(), updated);
    }
    return UpdateUserPoolClientResponse.builder().userPoolClient(updated).build();
  }

  @Override
  public DeleteUserPoolClientResponse deleteUserPoolClient(DeleteUserPoolClientRequest request) {
    Pool pool = pool(request.userPoolId());
    pool.client(request.clientId());
    synchronized (pool) {
      pool.clients.remove(request.clientId());
    }
    return DeleteUserPoolClientResponse.builder().build();
  }

  @Override
  public ListUserPoolClientsResponse listUserPoolClients(ListUserPoolClientsRequest request) {
    Pool pool = pool(request.userPoolId());
    List<UserPoolClientDescription> all;
    synchronized (pool) {
      all =
          pool.clients.values().stream()
              .map(client -> Shapes.copy(client, UserPoolClientDescription.builder()).build())
              .toList();
    }
    Page<UserPoolClientDescription> page = page(all, request.nextToken(), request.maxResults());
    return ListUserPoolClientsResponse.builder()
        .userPoolClients(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public String serviceName() {
    return "cognito-idp";
  }

  static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer size) {
    try {
      return Page.of(all, token, size == null ? 60 : size);
    } catch (NumberFormatException wrong) {
      throw CognitoErrors.invalid("Invalid pagination token");
    }
  }

  private static void refuse(@Nullable UserPoolMfaType mfa, @Nullable LambdaConfigType triggers) {
    if (mfa != null && mfa != UserPoolMfaType.OFF) {
      throw CognitoErrors.notHere(
          "MFA configuration " + mfa + " here; SetUserPoolMfaConfig does it");
    }
    if (triggers != null && !triggers.equals(LambdaConfigType.builder().build())) {
      throw CognitoErrors.notHere("Lambda triggers of user pools");
    }
  }

  private static UserPoolPolicyType policies(@Nullable UserPoolPolicyType asked) {
    PasswordPolicyType usual =
        PasswordPolicyType.builder()
            .minimumLength(8)
            .requireLowercase(true)
            .requireUppercase(true)
            .requireNumbers(true)
            .requireSymbols(true)
            .temporaryPasswordValidityDays(7)
            .build();
    if (asked == null || asked.passwordPolicy() == null) {
      return UserPoolPolicyType.builder()
          .passwordPolicy(usual)
          .signInPolicy(asked == null ? null : asked.signInPolicy())
          .build();
    }
    PasswordPolicyType policy = asked.passwordPolicy();
    if (policy.minimumLength() != null
        && (policy.minimumLength() < 6 || policy.minimumLength() > 99)) {
      throw CognitoErrors.invalid("The minimum length of passwords must be between 6 and 99");
    }
    return asked.toBuilder()
        .passwordPolicy(
            Shapes.copy(
                    policy,
                    PasswordPolicyType.builder()
                        .minimumLength(8)
                        .requireLowercase(false)
                        .requireUppercase(false)
                        .requireNumbers(false)
                        .requireSymbols(false)
                        .temporaryPasswordValidityDays(7))
                .build())
        .build();
  }
}
