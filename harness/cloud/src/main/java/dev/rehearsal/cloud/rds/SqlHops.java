package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.lambda.Lambda;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.OptionalLong;

/** Records the statements of an instance's clients as hops, under the invocation that sent them. */
final class SqlHops {

  private static final int LONGEST = 4_000;

  private final Surroundings aws;
  private final String arn;

  SqlHops(Surroundings aws, String arn) {
    this.aws = aws;
    this.arn = arn;
  }

  SqlConversation follow(InetSocketAddress client) {
    Lambda lambda = aws.peer(Lambda.class, aws.region());
    OptionalLong pid = ClientProcess.of(client, lambda.processes());
    return new SqlConversation(ended -> record(lambda, pid, ended));
  }

  private void record(Lambda lambda, OptionalLong pid, SqlConversation.Ended ended) {
    Lambda.Working working = pid.isPresent() ? lambda.working(pid.getAsLong()).orElse(null) : null;
    String sql = ended.sql();
    aws.hops()
        .accept(
            new Hop(
                aws.ids().hex(16),
                Hop.Kind.SQL,
                working == null
                    ? new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null)
                    : working.trace(),
                working == null ? "client" : working.function(),
                "rds",
                SqlText.action(sql),
                arn,
                ended.start(),
                ended.took(),
                ended.error() == null ? 200 : 500,
                ended.error(),
                sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + "…",
                ended.tag(),
                Map.of()));
  }
}
