package dev.rehearsal.cloud.sts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.iam.IdentityPolicies;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;

/**
 * AWS Security Token Service. Whether a role trusts the caller is the gateway's to decide, by the
 * role's trust policy.
 */
public final class Sts implements StsClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROLE =
      Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:.*/)?([^/]+)");
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final Surroundings aws;

  public Sts(Surroundings aws) {
    this.aws = aws;
  }

  @Override
  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    Caller caller = caller();
    return GetCallerIdentityResponse.builder()
        .account(caller.account())
        .arn(caller.arn())
        .userId(userId(caller))
        .build();
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    Matcher arn = ROLE.matcher(String.valueOf(request.roleArn()));
    if (!arn.matches()) {
      throw validation(request.roleArn() + " is invalid");
    }
    String session = request.roleSessionName();
    if (session == null || !SESSION_NAME.matcher(session).matches()) {
      throw validation(
          "1 validation error detected: Value '"
              + session
              + "' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\w+=,.@-]*, with 2 to 64 characters");
    }
    if (request.hasPolicyArns() && !request.policyArns().isEmpty()) {
      throw validation(
          "The embedded STS takes session policies by value only: pass Policy instead of"
              + " PolicyArns.");
    }
    if (request.serialNumber() != null || request.tokenCode() != null) {
      throw AwsError.of(
          "NotImplemented",
          501,
          "The embedded STS takes second factors (SerialNumber, TokenCode) in GetSessionToken only:"
              + " assume the role with such a session.");
    }
    IdentityPolicies role = role(request.roleArn(), arn.group(1), arn.group(2));
    int seconds = duration(request.durationSeconds(), role.maxSessionSeconds());
    String key = "ASIA" + aws.ids().upper(16);
    String name = role.arn().substring(role.arn().lastIndexOf('/') + 1);
    Caller.RoleSession owner =
        new Caller.RoleSession(
            aws.account(), name, role.id(), session, key, sessionPolicy(request.policy()));
    return AssumeRoleResponse.builder()
        .credentials(credentials(key, owner, seconds))
        .assumedRoleUser(
            AssumedRoleUser.builder()
                .arn(owner.arn())
                .assumedRoleId(role.id() + ":" + session)
                .build())
        .packedPolicySize(request.policy() == null ? null : packed(request.policy()))
        .sourceIdentity(request.sourceIdentity())
        .build();
  }

  @Override
  public GetSessionTokenResponse getSessionToken(GetSessionTokenRequest request) {
    Caller caller = caller();
    if (caller instanceof Caller.RoleSession) {
      throw AwsError.of(
          "AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
    }
    int seconds = request.durationSeconds() == null ? 43_200 : request.durationSeconds();
    if (seconds < 900 || seconds > 129_600) {
      throw validation("The durationSeconds must be between 900 and 129600.");
    }
    if (caller instanceof Caller.User user && user.session() != null) {
      throw AwsError.of(
          "AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
    }
    Instant factor = secondFactor(caller, request.serialNumber(), request.tokenCode());
    String key = "ASIA" + aws.ids().upper(16);
    Caller owner =
        caller instanceof Caller.User user
            ? new Caller.User(
                user.account(), user.name(), user.userId(), key, new Caller.User.Session(factor))
            : new Caller.Root(caller.account(), key);
    return GetSessionTokenResponse.builder().credentials(credentials(key, owner, seconds)).build();
  }

  /** When a second factor was shown: now, or null where the request has none. */
  private @Nullable Instant secondFactor(
      Caller caller, @Nullable String serial, @Nullable String code) {
    if (serial == null && code == null) {
      return null;
    }
    String name = caller instanceof Caller.User user ? user.name() : "";
    aws.peer(Iam.class, aws.region()).secondFactor(name, serial, code);
    return aws.clock().instant();
  }

  @Override
  public GetAccessKeyInfoResponse getAccessKeyInfo(GetAccessKeyInfoRequest request) {
    String id = request.accessKeyId();
    if (id == null || id.length() < 16) {
      throw validation("Invalid type for parameter AccessKeyId");
    }
    return GetAccessKeyInfoResponse.builder()
        .account(aws.accessKeys().find(id).map(key -> key.owner().account()).orElse(aws.account()))
        .build();
  }

  @Override
  public String serviceName() {
    return "sts";
  }

  @Override
  public void close() {}

  private Credentials credentials(String key, Caller owner, int seconds) {
    Instant expires =
        aws.clock()
            .instant()
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            .plusSeconds(seconds);
    String secret = Base64.getEncoder().encodeToString(aws.ids().bytes(30));
    String token = "FwoGZXIvYXdzE" + Base64.getEncoder().encodeToString(aws.ids().bytes(120));
    aws.accessKeys().register(new AccessKeys.Key(key, secret, token, expires, owner));
    return Credentials.builder()
        .accessKeyId(key)
        .secretAccessKey(secret)
        .sessionToken(token)
        .expiration(expires)
        .build();
  }

  private IdentityPolicies role(String arn, String account, String name) {
    IdentityPolicies role =
        account.equals(aws.account())
            ? aws.peer(Iam.class, aws.region()).role(name).orElse(null)
            : null;
    if (role == null || !role.arn().equals(arn)) {
      // AWS does not tell whether a role is missing or does not trust the caller.
      throw AwsError.of(
          "AccessDenied",
          403,
          "User: "
              + caller().arn()
              + " is not authorized to perform: sts:AssumeRole on resource: "
              + arn);
    }
    return role;
  }

  private int duration(@Nullable Integer asked, int most) {
    // A role that assumes a role gets an hour at most, whatever the second role allows.
    int allowed = caller() instanceof Caller.RoleSession ? 3600 : most;
    int seconds = asked == null ? 3600 : asked;
    if (seconds < 900) {
      throw validation(
          "1 validation error detected: Value '"
              + seconds
              + "' at 'durationSeconds' failed to satisfy constraint: Member must have value"
              + " greater than or equal to 900");
    }
    if (seconds > allowed) {
      throw validation(
          allowed == most
              ? "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
              : "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed"
                  + " by role chaining.");
    }
    return seconds;
  }

  private static @Nullable String sessionPolicy(@Nullable String policy) {
    if (policy == null) {
      return null;
    }
    try {
      if (policy.length() <= 2048 && JSON.readTree(policy).has("Statement")) {
        return policy;
      }
    } catch (JsonProcessingException noJson) {
      throw malformed("This policy contains invalid Json");
    }
    throw malformed("Syntax errors in policy.");
  }

  private static int packed(String policy) {
    return Math.max(1, policy.length() * 100 / 2048);
  }

  private Caller caller() {
    return CallScope.current()
        .map(call -> call.caller())
        .orElse(new Caller.Root(aws.account(), null));
  }

  private static String userId(Caller caller) {
    if (caller instanceof Caller.RoleSession session) {
      return session.roleId() + ":" + session.sessionName();
    }
    return caller instanceof Caller.User user ? user.userId() : caller.account();
  }

  private static RuntimeException validation(String message) {
    return AwsError.of("ValidationError", 400, message);
  }

  private static RuntimeException malformed(String message) {
    return AwsError.of(
        MalformedPolicyDocumentException.builder(), "MalformedPolicyDocument", 400, message);
  }
}
