package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Project;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Takes every statement of every function's role away once, on a standing stage: a journey that
 * needs it must turn red and name the permission to add. Runs with {@code -Pstatements}.
 */
@Tag("statements")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many journeys that use a statement are tried before it counts as unguarded. */
  private static final int TRIED = 6;

  /**
   * Changes that are undone where a journey fails half-way: here ({@link #giveUpRotations}), or by
   * what the journey does finally.
   */
  private static final Set<String> MENDED =
      Set.of(
          "cloudwatch:SetAlarmState",
          "secretsmanager:RotateSecret",
          "s3:DeletePublicAccessBlock",
          "ec2:AuthorizeSecurityGroupIngress",
          "iam:PutRolePolicy",
          "iam:DeleteRolePolicy",
          "lambda:Invoke");

  private static final Pattern READS = Pattern.compile("\\w+:(Describe|Get|List|Lookup)\\w+");

  /** Which statements are taken away, by {@code FUNCTION SID}; all where nothing is said. */
  private static final Pattern ONLY = Pattern.compile(System.getProperty("statements", ""));

  /** One statement of a function's role. */
  private record Granted(FunctionConfiguration function, String policy, int index, JsonNode text) {

    String role() {
      return roleOf(function);
    }

    List<String> actions() {
      JsonNode actions = text.path("Action");
      return actions.isArray()
          ? Stream.iterate(0, i -> i < actions.size(), i -> i + 1)
              .map(i -> actions.get(i).asText())
              .toList()
          : List.of(actions.asText());
    }

    String name() {
      return function.functionName() + " " + text.path("Sid").asText("#" + index);
    }
  }

  private EmbeddedStage stage;
  private List<JourneyFile> files;
  private List<JourneyResult> green;
  private List<String> unused;
  private long seed = 5_000;

  @BeforeAll
  void stand(@TempDir Path folder) throws IOException {
    stage = DevStage.stand(Project.around(Path.of("")).home(), folder.resolve("stage"), 1);
    files = JourneyFiles.read(List.of(Path.of("journeys")));
    RunSummary all = run(files);
    assertEquals(0, all.exitCode(), () -> all.verdict() + "\n" + failures(all));
    unused = stage.access().unused();
    green =
        all.results().stream()
            .filter(result -> result.status() == Status.PASSED)
            // One that changes the platform and fails half-way would leave it changed.
            .filter(result -> result.journey().steps().stream().noneMatch(StatementsTest::changes))
            .sorted(Comparator.comparing(JourneyResult::took))
            .toList();
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @Test
  void noRoleHoldsWhatNoJourneyUsed() {
    assertEquals(List.of(), unused);
  }

  @TestFactory
  Stream<DynamicTest> eachStatementIsMissedByAJourneyThatNamesIt() throws IOException {
    return granted().stream()
        .filter(each -> ONLY.matcher(each.name()).find())
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
  }

  private List<Granted> granted() throws IOException {
    IamClient iam = stage.client(IamClient.class);
    List<Granted> all = new ArrayList<>();
    for (FunctionConfiguration function :
        stage.client(LambdaClient.class).listFunctionsPaginator().functions()) {
      String role = roleOf(function);
      for (String policy : iam.listRolePolicies(list -> list.roleName(role)).policyNames()) {
        ArrayNode statements = statements(document(iam, role, policy));
        for (int i = 0; i < statements.size(); i++) {
          all.add(new Granted(function, policy, i, statements.get(i)));
        }
      }
    }
    return all;
  }

  private static String roleOf(FunctionConfiguration function) {
    return function.role().substring(function.role().lastIndexOf('/') + 1);
  }

  private void check(Granted granted) throws IOException {
    IamClient iam = stage.client(IamClient.class);
    ObjectNode whole = document(iam, granted.role(), granted.policy());
    ObjectNode less = whole.deepCopy();
    statements(less).remove(granted.index());
    put(iam, granted, less);
    try {
      coolDown(granted);
      String caught = missed(granted).orElseGet(() -> fail(granted.text() + ": nobody missed it"));
      System.out.println(granted.name() + ": " + caught);
    } finally {
      put(iam, granted, whole);
      giveUpRotations();
    }
  }

  /** A rotation that was stopped half-way stands in the way of the next: its version is let go. */
  private void giveUpRotations() {
    SecretsManagerClient secrets = stage.client(SecretsManagerClient.class);
    String secret = Objects.requireNonNull(stage.outputs().get("application_secret_arn"));
    secrets
        .describeSecret(describe -> describe.secretId(secret))
        .versionIdsToStages()
        .forEach(
            (version, stages) -> {
              if (stages.contains("AWSPENDING") && !stages.contains("AWSCURRENT")) {
                secrets.updateSecretVersionStage(
                    update ->
                        update
                            .secretId(secret)
                            .versionStage("AWSPENDING")
                            .removeFromVersionId(version));
              }
            });
  }

  /** Who missed the statement, in a line; empty where nobody did. */
  private Optional<String> missed(Granted granted) throws IOException {
    for (JourneyResult user : users(granted).stream().limit(TRIED).toList()) {
      RunSummary summary = run(List.of(fileOf(user)));
      Optional<String> named =
          failures(summary)
              .lines()
              .map(String::strip)
              .filter(line -> names(line, granted))
              .findFirst();
      if (named.isPresent()) {
        return Optional.of(user.journey().id() + ": " + named.get());
      }
    }
    return deployed(granted).or(() -> invoked(granted));
  }

  /** What is used only when a function is put into its network shows when it is put there. */
  private Optional<String> deployed(Granted granted) {
    FunctionConfiguration function = granted.function();
    if (function.vpcConfig() == null || !granted.actions().get(0).startsWith("ec2:")) {
      return Optional.empty();
    }
    try {
      var unused =
          stage
              .client(LambdaClient.class)
              .updateFunctionConfiguration(
                  update ->
                      update
                          .functionName(function.functionName())
                          .vpcConfig(
                              vpc ->
                                  vpc.subnetIds(function.vpcConfig().subnetIds())
                                      .securityGroupIds(function.vpcConfig().securityGroupIds())));
      return Optional.empty();
    } catch (LambdaException refused) {
      return Optional.of("deployment: " + refused.getMessage());
    }
  }

  /** What no journey uses, such as the migration, is used when the stage is stood up. */
  private Optional<String> invoked(Granted granted) {
    long before = stage.ledger().count();
    InvokeResponse answer =
        stage
            .client(LambdaClient.class)
            .invoke(
                call ->
                    call.functionName(granted.function().functionName())
                        .payload(SdkBytes.fromUtf8String("{}")));
    return answer.functionError() == null
        ? Optional.empty()
        : stage.ledger().after(before).hops().stream()
            .map(hop -> hop.facts().getOrDefault("denied", ""))
            .filter(denied -> granted.actions().stream().anyMatch(denied::startsWith))
            .findFirst()
            .map(denied -> "stand-up: " + denied);
  }

  private static boolean names(String line, Granted granted) {
    return line.contains("the role " + granted.role() + " lacks:")
        && granted.actions().stream().anyMatch(action -> line.contains("\"" + action + "\""));
  }

  private static String failures(RunSummary summary) {
    return summary.results().stream().map(FailureText::of).collect(Collectors.joining("\n"));
  }

  private static boolean changes(Step step) {
    return step instanceof Step.Aws aws
        && !READS.matcher(aws.operation()).matches()
        && !MENDED.contains(aws.operation());
  }

  /**
   * The journeys that may miss the statement: first those that look into its log where that is the
   * matter, then those that used it when all was well, then those that speak of its function, then
   * those that called it, for what is done behind a journey or at a cold start only; the quickest
   * of each first.
   */
  private List<JourneyResult> users(Granted granted) {
    String function = granted.function().functionName().substring("t2s-dev-".length());
    List<JourneyResult> all = new ArrayList<>();
    for (Predicate<JourneyResult> each :
        List.<Predicate<JourneyResult>>of(
            result ->
                granted.actions().get(0).startsWith("logs:")
                    && result
                        .journey()
                        .source()
                        .text()
                        .contains("{ of: " + function + ", contains: REPORT"),
            result -> result.hops().stream().anyMatch(hop -> uses(hop, granted)),
            result -> result.journey().source().text().contains("of: " + function),
            result -> result.journey().source().text().contains(function),
            result -> result.hops().stream().anyMatch(hop -> isCallOf(hop, granted)))) {
      green.stream().filter(each).filter(result -> !all.contains(result)).forEach(all::add);
    }
    return all;
  }

  private static boolean isCallOf(Hop hop, Granted granted) {
    return hop.facts().getOrDefault("caller", "").contains(":assumed-role/" + granted.role() + "/");
  }

  private static boolean uses(Hop hop, Granted granted) {
    return isCallOf(hop, granted)
        && hop.facts()
            .getOrDefault("needs", "")
            .lines()
            .anyMatch(
                need ->
                    granted.actions().stream().anyMatch(action -> need.startsWith(action + " ")));
  }

  /** Warm instances remember what they read at their start: the next call finds none. */
  private void coolDown(Granted granted) {
    var unused =
        stage
            .client(LambdaClient.class)
            .updateFunctionConfiguration(
                update ->
                    update
                        .functionName(granted.function().functionName())
                        .description("Cold " + seed));
  }

  private JourneyFile fileOf(JourneyResult result) {
    return files.stream()
        .filter(file -> file.journey().filter(result.journey()::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** Each run has ids of its own: the stage has seen the others. */
  private RunSummary run(List<JourneyFile> some) {
    return new JourneyRun(RunSettings.defaults().withSeed(seed++), List.of()).on(stage, some);
  }

  private static ObjectNode document(IamClient iam, String role, String policy) throws IOException {
    String encoded =
        iam.getRolePolicy(get -> get.roleName(role).policyName(policy)).policyDocument();
    return (ObjectNode) JSON.readTree(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
  }

  private static ArrayNode statements(ObjectNode document) {
    JsonNode statements = document.path("Statement");
    return statements instanceof ArrayNode array
        ? array
        : document.putArray("Statement").add(statements);
  }

  private static void put(IamClient iam, Granted granted, ObjectNode document) {
    var unused =
        iam.putRolePolicy(
            put ->
                put.roleName(granted.role())
                    .policyName(granted.policy())
                    .policyDocument(document.toString()));
  }
}
