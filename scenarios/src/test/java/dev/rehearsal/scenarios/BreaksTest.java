package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.journeys.language.Fragment;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks every link of the chain once, in a copy of Terraform and code, on one stage: the journey
 * that guards the link must turn red and name the hop. Runs with {@code -Pbreaks}.
 */
@Tag("breaks")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreaksTest {

  private static final String MESSAGING = "modules/messaging/main.tf";
  private static final String POLICIES = "modules/functions/policies.tf";
  private static final String FUNCTIONS = "modules/functions/main.tf";
  private static final String BUY = "buy/buy-one-item";

  /** Breaks a link. */
  @FunctionalInterface
  private interface Edit {
    void on(BrokenCopy copy) throws IOException;
  }

  /**
   * One broken link.
   *
   * @param what what is wrong
   * @param edit makes it so
   * @param journey the journey that must turn red
   * @param hop what its failure must say of the hop, at least
   */
  private record Break(String what, Edit edit, String journey, String hop) {}

  private static List<Break> breaks() {
    return List.of(
        new Break(
            "the edge may not read the site",
            copy -> copy.replace("modules/edge/main.tf", "\"s3:GetObject\"", "\"s3:GetObjectAcl\""),
            "browse/shop-front",
            "cloudfront -> s3: s3:GetObject on index.html was refused: AccessDenied"),
        new Break(
            "the queue is not subscribed to the topic",
            copy -> copy.removeBlock(MESSAGING, "\"aws_sns_topic_subscription\" \"notifications\""),
            BUY,
            "sns -> sqs is missing"),
        new Break(
            "the queue's policy forbids the topic",
            copy ->
                copy.replace(
                    MESSAGING,
                    "values   = [aws_sns_topic.order_events.arn]",
                    "values   = [\"${aws_sns_topic.order_events.arn}-other\"]"),
            BUY,
            "sns -> sqs: sqs:SendMessage on t2s-dev-notifications was refused: AccessDenied"),
        new Break(
            "the topic may not use the queue's key",
            copy ->
                copy.removeBlock("modules/security/main.tf", "sid       = \"TopicsReachEncrypted"),
            BUY,
            "sns -> sqs: sqs:SendMessage on t2s-dev-notifications was refused: KMS.AccessDenied"),
        new Break(
            "the relay may not use the topic's key",
            copy -> copy.removeBlock(POLICIES, "sid       = \"EncryptOrderEvents\""),
            BUY,
            "outbox-relay -> sns: sns:Publish on t2s-dev-order-events was refused: KMSAccessDenied"),
        new Break(
            "the relay may not publish",
            copy -> copy.removeBlock(POLICIES, "sid       = \"TellOrderEvents\""),
            BUY,
            "outbox-relay -> sns: sns:Publish on t2s-dev-order-events was refused: Authorization"),
        new Break(
            "nothing takes messages from the queue",
            copy -> copy.removeBlock(FUNCTIONS, "\"aws_lambda_event_source_mapping\""),
            BUY,
            "sqs -> notifications is missing"),
        new Break(
            "notifications may not decrypt the queue's messages",
            copy -> copy.removeBlock(POLICIES, "sid       = \"DecryptMessages\""),
            BUY,
            "sqs:ReceiveMessage on t2s-dev-notifications was refused: KMS.AccessDenied"),
        new Break(
            "the sender is no identity of SES",
            copy -> {
              copy.removeBlock(MESSAGING, "\"aws_ses_email_identity\" \"sender\"");
              copy.replace(
                  "modules/messaging/outputs.tf", "aws_ses_email_identity.sender.arn", "\"*\"");
            },
            BUY,
            "notifications -> ses: ses:SendEmail on "),
        new Break(
            "confirmations go to a wrong address",
            copy ->
                copy.rewrite(
                    "dev/t2s/shop/notifications/NotificationsHandler.java",
                    "destination(to -> to.toAddresses(address))",
                    "destination(to -> to.toAddresses(\"x\" + address))"),
            BUY,
            "ses -> inbox is unexpected: it went to xada."),
        new Break(
            "the order's event is not written",
            copy ->
                copy.rewrite(
                    "dev/t2s/shop/orders/Outbox.java",
                    "insert.executeUpdate();",
                    "insert.getParameterMetaData();"),
            BUY,
            "rds: INSERT outbox is missing"),
        new Break(
            "stock is taken without its condition",
            copy ->
                copy.rewrite(
                    "dev/t2s/shop/stock/Stock.java",
                    "\"#from >= :quantity\"",
                    "\"attribute_exists(#from)\""),
            "refuse/out-of-stock",
            "dynamodb:TransactWriteItems on products, reservations (refused) was not refused"),
        new Break(
            "checkout may not move stock",
            copy -> copy.removeBlock(POLICIES, "sid       = \"MoveStock\""),
            BUY,
            "checkout -> dynamodb: dynamodb:TransactWriteItems on t2s-dev-"),
        new Break(
            "checkout asks for prices twice",
            copy ->
                copy.rewrite(
                    "dev/t2s/shop/catalog/Products.java",
                    "BatchGetItemResponse got = dynamoDb",
                    "var twice = dynamoDb.batchGetItem(get -> get.requestItems(asked));\n"
                        + "      BatchGetItemResponse got = dynamoDb"),
            BUY,
            "dynamodb:BatchGetItem on t2s-dev-products is unexpected"),
        new Break(
            "the API may not call functions",
            copy -> copy.removeBlock("modules/api/main.tf", "\"aws_lambda_permission\" \"api\""),
            BUY,
            "apigateway -> lambda: lambda:Invoke on t2s-dev-"),
        new Break(
            "the API asks nobody to sign in",
            copy -> {
              String customers = "each.value.for == \"customer\" ? ";
              copy.replace("modules/api/main.tf", customers + "\"JWT\"", "false ? \"JWT\"");
              copy.replace("modules/api/main.tf", customers + "aws_", "false ? aws_");
            },
            "refuse/no-token",
            "apigateway -> lambda:t2s-dev-"));
  }

  private static final Path JOURNEYS = Path.of("journeys");
  private static final Path FRAGMENTS = Path.of("fragments");

  private BrokenCopy copy;
  private Path impatient;
  private EmbeddedStage stage;
  private long seed = 1_000;

  @BeforeAll
  void stand(@TempDir Path folder) throws IOException {
    copy = new BrokenCopy(Project.around(Path.of("")), folder);
    impatient = impatient(folder.resolve("journeys"));
    stage = DevStage.stand(copy.home(), folder.resolve("stage"), 1);
  }

  /** The journeys, waiting for less: what is broken does not come however long one waits. */
  private static Path impatient(Path folder) throws IOException {
    for (String name : breaks().stream().map(Break::journey).distinct().toList()) {
      String file = name + ".journey.yaml";
      impatient(JOURNEYS.resolve(file), folder.resolve(file));
    }
    for (Fragment each : JourneyFiles.fragments(List.of(FRAGMENTS))) {
      Path file = each.source().path().getFileName();
      impatient(FRAGMENTS.resolve(file), folder.resolveSibling(FRAGMENTS).resolve(file));
    }
    return folder;
  }

  private static void impatient(Path file, Path copied) throws IOException {
    Files.createDirectories(copied.getParent());
    Files.writeString(copied, Files.readString(file).replace("eventually: 15s", "eventually: 12s"));
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @TestFactory
  Stream<DynamicTest> eachBrokenLinkTurnsItsJourneyRedAndIsNamed() {
    return Stream.concat(
        breaks().stream().map(each -> DynamicTest.dynamicTest(each.what(), () -> check(each))),
        Stream.of(DynamicTest.dynamicTest("mended, all are green", this::mended)));
  }

  private void check(Break broken) throws IOException {
    copy.mend();
    broken.edit().on(copy);
    stage.terraform().apply();
    RunSummary summary = run(impatient, List.of(broken.journey()));
    assertEquals(1, summary.exitCode(), () -> broken.journey() + ": " + summary.verdict());
    String text = FailureText.of(summary.results().get(0));
    System.out.println(broken.what() + ":\n" + text.indent(2));
    assertTrue(
        text.lines()
            .filter(line -> line.strip().startsWith("hop "))
            .anyMatch(line -> line.contains(broken.hop())),
        text);
  }

  private void mended() throws IOException {
    copy.mend();
    stage.terraform().apply();
    RunSummary summary = run(JOURNEYS, breaks().stream().map(Break::journey).distinct().toList());
    assertEquals(
        0,
        summary.exitCode(),
        () -> summary.results().stream().map(FailureText::of).collect(Collectors.joining("\n")));
  }

  /** Each run has ids of its own: the stage has seen the others. */
  private RunSummary run(Path folder, List<String> journeys) throws IOException {
    List<JourneyFile> files =
        JourneyFiles.read(
            journeys.stream().map(name -> folder.resolve(name + ".journey.yaml")).toList());
    return new JourneyRun(RunSettings.defaults().withSeed(seed++), List.of()).on(stage, files);
  }
}
