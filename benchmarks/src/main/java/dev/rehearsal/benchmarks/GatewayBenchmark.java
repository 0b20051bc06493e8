package dev.rehearsal.benchmarks;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.process.FolderTree;
import dev.rehearsal.gateway.Authoriser;
import dev.rehearsal.gateway.IamIdentities;
import dev.rehearsal.gateway.Ledger;
import dev.rehearsal.gateway.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What recording and authorisation add to a call: the same call of a role's session on a cloud
 * without the gateway's filters and on one with them, in short rounds in turn.
 */
final class GatewayBenchmark {

  private static final String ACCOUNT = "000000000000";
  private static final String REGION = "eu-west-1";
  private static final int ROUNDS = 60;
  private static final int CALLS = 500;

  private GatewayBenchmark() {}

  static void run() throws IOException {
    Path folder = Files.createTempDirectory("rehearsal-benchmark-");
    try {
      compare(folder);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private static void compare(Path folder) throws IOException {
    AtomicReference<@Nullable Cloud> built = new AtomicReference<>();
    try (Ledger ledger = new Ledger(10_000, folder.resolve("ledger.jsonl"));
        Cloud plain =
            Cloud.with(CloudSettings.standalone(folder.resolve("plain"), folder)).build();
        Cloud guarded =
            Cloud.with(CloudSettings.standalone(folder.resolve("guarded"), folder))
                .filter(new Recorder(ledger))
                .filter(
                    new Authoriser(
                        built::get, new IamIdentities(() -> Objects.requireNonNull(built.get()))))
                .build()) {
      built.set(guarded);
      Runnable without = call(plain);
      Runnable with = call(guarded);
      List<Long> bare = new ArrayList<>();
      List<Long> full = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        boolean warm = round >= ROUNDS / 3; // The first third warms up.
        measure(without, warm ? bare : new ArrayList<>());
        measure(with, warm ? full : new ArrayList<>());
      }
      double off = percentile(bare, 0.5);
      double on = percentile(full, 0.5);
      line("without recording and authorisation", bare);
      line("with both", full);
      System.out.printf(
          Locale.ROOT, "%-36s p50 %.3f ms more a call, %.1f times%n", "so", on - off, on / off);
    }
  }

  private static Runnable call(Cloud cloud) {
    IamClient iam = cloud.client(IamClient.class, new Caller.Root(ACCOUNT, null), REGION);
    var role =
        iam.createRole(
            make ->
                make.roleName("worker")
                    .assumeRolePolicyDocument(
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                        "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}
                        """));
    var unused =
        iam.putRolePolicy(
            policy ->
                policy
                    .roleName("worker")
                    .policyName("work")
                    .policyDocument(
                        """
                        {"Version":"2012-10-17","Statement":[
                        {"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},
                        {"Effect":"Allow","Action":"sqs:GetQueueAttributes",
                        "Resource":"arn:aws:sqs:eu-west-1:000000000000:q"}]}
                        """));
    String url =
        cloud
            .client(SqsClient.class, new Caller.Root(ACCOUNT, null), REGION)
            .createQueue(make -> make.queueName("q"))
            .queueUrl();
    SqsClient worker =
        cloud.client(
            SqsClient.class,
            new Caller.RoleSession(
                ACCOUNT, "worker", role.role().roleId(), "s", "ASIABENCHMARK", null),
            REGION);
    return () ->
        worker.getQueueAttributes(get -> get.queueUrl(url).attributeNamesWithStrings("All"));
  }

  private static void measure(Runnable call, List<Long> into) {
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      call.run();
      into.add(System.nanoTime() - start);
    }
  }

  private static void line(String what, List<Long> nanos) {
    System.out.printf(
        Locale.ROOT,
        "%-36s p50 %.3f ms, p99 %.3f ms (%d calls)%n",
        what,
        percentile(nanos, 0.5),
        percentile(nanos, 0.99),
        nanos.size());
  }

  private static double percentile(List<Long> nanos, double part) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }
}
