package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.lambda.Lambda;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The door of an instance's endpoint: lets in whom the network lets in, and records statements as
 * hops, under the invocation that sent them.
 */
final class SqlHops implements SqlProxy.Door {

  private static final int LONGEST = 4_000;

  private final Surroundings aws;
  private final String arn;
  private final Reach reach;
  private final BooleanSupplier demandsTls;
  private final TokenUsers tokens;
  private @Nullable SSLSocketFactory tls;

  SqlHops(
      Surroundings aws, String arn, Reach reach, BooleanSupplier demandsTls, TokenUsers tokens) {
    this.aws = aws;
    this.arn = arn;
    this.reach = reach;
    this.demandsTls = demandsTls;
    this.tokens = tokens;
  }

  @Override
  public boolean wantsToken(String user) {
    return tokens.has(user);
  }

  @Override
  public TokenUsers.Answer check(String user, String token) {
    return tokens.check(user, token);
  }

  @Override
  public String password(String user) throws IOException {
    return tokens.password(user);
  }

  @Override
  public boolean demandsTls() {
    return demandsTls.getAsBoolean();
  }

  @Override
  public synchronized SSLSocketFactory tls() {
    SSLSocketFactory made = tls;
    if (made == null) {
      made = aws.authority().server(List.of("127.0.0.1", "localhost")).getSocketFactory();
      tls = made;
    }
    return made;
  }

  @Override
  public Optional<SqlConversation> enter(InetSocketAddress client, InetSocketAddress server) {
    Lambda lambda = aws.peer(Lambda.class, aws.region());
    OptionalLong pid = ClientProcess.of(client, server, lambda.processes());
    Optional<String> obstacle =
        pid.isEmpty()
            ? Optional.empty()
            : reach.obstacle(lambda, pid.getAsLong(), client.getPort());
    if (obstacle.isPresent()) {
      record(
          working(lambda, pid),
          "CONNECT",
          new SqlConversation.Ended(
              "", Instant.now(), Duration.ZERO, obstacle.get(), "UNREACHABLE", null));
      return Optional.empty();
    }
    return Optional.of(new SqlConversation(listener(lambda, pid)));
  }

  private SqlConversation.Listener listener(Lambda lambda, OptionalLong pid) {
    return new SqlConversation.Listener() {
      @Override
      public @Nullable Fault begins(String sql) {
        Lambda.Working working = working(lambda, pid);
        return working == null ? null : aws.faults().at(point(working, sql));
      }

      @Override
      public void signedIn(TokenUsers.Answer answer) {
        signIn(working(lambda, pid), answer);
      }

      @Override
      public void ended(SqlConversation.Ended statement) {
        record(working(lambda, pid), SqlText.action(statement.sql()), statement);
      }
    };
  }

  private static Lambda.@Nullable Working working(Lambda lambda, OptionalLong pid) {
    return pid.isPresent() ? lambda.working(pid.getAsLong()).orElse(null) : null;
  }

  private Faults.Point point(Lambda.Working working, String sql) {
    return new Faults.Point(
        Hop.Kind.SQL,
        working.trace(),
        working.function(),
        "rds",
        SqlText.action(sql),
        List.of(arn));
  }

  private void signIn(Lambda.@Nullable Working working, TokenUsers.Answer answer) {
    boolean refused = answer.refusal() != null;
    aws.hops()
        .accept(
            new Hop(
                aws.ids().hex(16),
                Hop.Kind.SQL,
                trace(working),
                working == null ? answer.caller() : working.function(),
                "rds",
                "SIGN_IN",
                answer.user(),
                Instant.now(),
                Duration.ZERO,
                refused ? 500 : 200,
                refused ? "28000" : null,
                null,
                refused ? answer.refusal() : "The token of " + answer.caller() + " is good.",
                answer.facts()));
  }

  private Trace trace(Lambda.@Nullable Working working) {
    return working == null
        ? new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null)
        : working.trace();
  }

  private void record(
      Lambda.@Nullable Working working, String action, SqlConversation.Ended ended) {
    String sql = ended.sql();
    aws.hops()
        .accept(
            new Hop(
                aws.ids().hex(16),
                Hop.Kind.SQL,
                trace(working),
                working == null ? "client" : working.function(),
                "rds",
                action,
                arn,
                ended.start(),
                ended.took(),
                ended.error() == null ? 200 : 500,
                ended.error(),
                sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + "…",
                ended.tag(),
                ended.fault() == null ? Map.of() : Map.of("fault", ended.fault().toString())));
  }
}
