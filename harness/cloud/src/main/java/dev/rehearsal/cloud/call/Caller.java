package dev.rehearsal.cloud.call;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who makes a call, as IAM names principals. */
public sealed interface Caller {

  /** The 12-digit account the caller belongs to; for a service, the account it acts for. */
  String account();

  /**
   * The principal's ARN as it appears in {@code GetCallerIdentity} and in AccessDenied messages.
   */
  String arn();

  /** What a person reads in a ledger: a role's, a function's or a service's short name. */
  String label();

  /** The access key that signed the call; empty for services and anonymous callers. */
  default Optional<String> accessKeyId() {
    return Optional.empty();
  }

  /** The account's root user: allowed everything that no resource policy denies. */
  record Root(String account, @Nullable String key) implements Caller {
    @Override
    public String arn() {
      return "arn:aws:iam::" + account + ":root";
    }

    @Override
    public String label() {
      return "root";
    }

    @Override
    public Optional<String> accessKeyId() {
      return Optional.ofNullable(key);
    }
  }

  /**
   * An IAM user.
   *
   * @param key the access key
   * @param session of a session of GetSessionToken; null for a long-lived key
   */
  record User(String account, String name, String userId, String key, @Nullable Session session)
      implements Caller {

    /** A user with a long-lived key. */
    public User(String account, String name, String userId, String key) {
      this(account, name, userId, key, null);
    }

    /**
     * A session.
     *
     * @param secondFactor when the user showed a second factor; null where there was none
     */
    public record Session(@Nullable Instant secondFactor) {}

    @Override
    public String arn() {
      return "arn:aws:iam::" + account + ":user/" + name;
    }

    @Override
    public String label() {
      return name;
    }

    @Override
    public Optional<String> accessKeyId() {
      return Optional.of(key);
    }
  }

  /**
   * A session of a role.
   *
   * @param roleName the role's name, without its path
   * @param roleId the role's unique id ({@code AROA…})
   * @param sessionName the session's name; a function's own name for functions
   * @param key the session's temporary access key
   * @param sessionPolicy the policy passed to AssumeRole as JSON, or null where none was
   */
  record RoleSession(
      String account,
      String roleName,
      String roleId,
      String sessionName,
      String key,
      @Nullable String sessionPolicy)
      implements Caller {
    @Override
    public String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + roleName + "/" + sessionName;
    }

    @Override
    public String label() {
      return sessionName;
    }

    @Override
    public Optional<String> accessKeyId() {
      return Optional.of(key);
    }
  }

  /**
   * An AWS service acting on a resource's behalf, such as SNS delivering to a queue.
   *
   * @param principal the service principal, for example {@code sns.amazonaws.com}
   * @param sourceArn what the service acts for ({@code aws:SourceArn}), or null where there is none
   */
  record Service(String account, String principal, @Nullable String sourceArn) implements Caller {
    @Override
    public String arn() {
      return principal;
    }

    @Override
    public String label() {
      int dot = principal.indexOf('.');
      return dot < 0 ? principal : principal.substring(0, dot);
    }

    /** The condition keys that the service adds to the call. */
    public Map<String, String> conditionKeys() {
      return sourceArn == null
          ? Map.of("aws:SourceAccount", account)
          : Map.of("aws:SourceAccount", account, "aws:SourceArn", sourceArn);
    }
  }

  /** Nobody: the call carries no signature. */
  record Anonymous(String account) implements Caller {
    @Override
    public String arn() {
      return "*";
    }

    @Override
    public String label() {
      return "anonymous";
    }
  }
}
