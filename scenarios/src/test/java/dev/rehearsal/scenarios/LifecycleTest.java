package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.stage.Project;
import dev.rehearsal.terraform.Terraform;
import dev.rehearsal.terraform.TerraformEvent;
import dev.rehearsal.terraform.TerraformException;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The platform's Terraform from apply to destroy, as its operators live it. */
class LifecycleTest {

  private static final Project PROJECT = Project.around(Path.of(""));
  private static final String MESSAGING = "module.platform.module.messaging";

  @Test
  void devIsAppliedMendedTakenDownInPartAndDestroyed(@TempDir Path folder) {
    try (Ground ground = new Ground(folder, "dev", Map.of())) {
      Map<String, List<String>> before = ground.leftovers();
      Terraform terraform = ground.terraform();
      terraform.apply();
      assertNothingToDo(terraform);

      deleteByHand(ground);
      assertEquals(
          Set.of(
              "aws_apigatewayv2_route",
              "aws_iam_role_policy",
              "aws_kms_alias",
              "aws_s3_bucket_policy",
              "aws_sns_topic_subscription"),
          planned(terraform.plan()).keySet().stream()
              .map(address -> address.replaceFirst("^.*\\.(aws_[a-z0-9_]+)\\..*$", "$1"))
              .collect(Collectors.toSet()));
      terraform.apply();
      assertNothingToDo(terraform);

      String queue = MESSAGING + ".aws_sqs_queue.notifications";
      String url = ground.output("notifications_queue_url");
      terraform.stateRemove(queue);
      assertEquals("create", planned(terraform.plan()).get(queue));
      terraform.importResource(queue, url);
      assertNothingToDo(terraform);

      ground.client(SqsClient.class).deleteQueue(request -> request.queueUrl(url));
      assertEquals("create", planned(terraform.plan()).get(queue));
      terraform.apply();
      assertNothingToDo(terraform);

      terraform.destroy(MESSAGING);
      Map<String, List<String>> without = ground.leftovers();
      assertFalse(
          without.containsKey("queues")
              || without.getOrDefault("topics", List.of()).stream()
                  .anyMatch(topic -> topic.contains("order-events")),
          without::toString);
      assertTrue(without.containsKey("tables"), without::toString);
      terraform.apply();
      assertNothingToDo(terraform);

      ground
          .client(S3Client.class)
          .putObject(
              request -> request.bucket(ground.output("site_bucket")).key("index.html"),
              RequestBody.fromString("the site"));
      terraform.destroy();
      assertEquals(List.of(), terraform.stateList());
      assertEquals(before, ground.leftovers());
    }
  }

  @Test
  void prodRefusesToBeDestroyedUntilItsProtectionIsTakenAway(@TempDir Path folder) {
    try (Ground ground = new Ground(folder, "prod", Map.of())) {
      ground.terraform().apply();
      assertNothingToDo(ground.terraform());
      TerraformException refused =
          assertThrows(TerraformException.class, () -> ground.terraform().destroy());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("eletion") && message.contains("protect"), message);
      assertTrue(ground.leftovers().containsKey("databases"));
      assertTrue(ground.leftovers().containsKey("tables"));
    }
  }

  @Test
  void stageIsAppliedWithoutSignIn(@TempDir Path folder) {
    try (Ground ground = new Ground(folder, "stage", Map.of("enable_auth", "false"))) {
      ground.terraform().apply();
      assertNothingToDo(ground.terraform());
      assertFalse(ground.leftovers().containsKey("user pools"));
    }
  }

  @Test
  void theRegularsRunByTheClock(@TempDir Path folder) {
    LifecycleChecks.theRegularsRunByTheClock(PROJECT, folder);
  }

  @Test
  void tablesAndDatabaseAreBackedUpAtNight(@TempDir Path folder) {
    LifecycleChecks.tablesAndDatabaseAreBackedUpAtNight(PROJECT, folder);
  }

  @Test
  void theDistributionIsShieldedWhereThatIsAskedFor(@TempDir Path folder) {
    LifecycleChecks.theDistributionIsShieldedWhereThatIsAskedFor(PROJECT, folder);
  }

  private static void deleteByHand(Ground ground) {
    SnsClient sns = ground.client(SnsClient.class);
    sns.listSubscriptions().subscriptions().stream()
        .map(Subscription::subscriptionArn)
        .filter(arn -> arn.startsWith("arn:")) // One that waits for its confirmation has none.
        .forEach(arn -> sns.unsubscribe(r -> r.subscriptionArn(arn)));
    ground
        .client(IamClient.class)
        .deleteRolePolicy(r -> r.roleName("t2s-dev-checkout").policyName("checkout"));
    ground.client(S3Client.class).deleteBucketPolicy(r -> r.bucket(ground.output("site_bucket")));
    ApiGatewayV2Client gateway = ground.client(ApiGatewayV2Client.class);
    String api = ground.output("api_id");
    Route route =
        gateway.getRoutes(r -> r.apiId(api)).items().stream()
            .filter(one -> one.routeKey().equals("POST /orders"))
            .findFirst()
            .orElseThrow();
    gateway.deleteRoute(r -> r.apiId(api).routeId(route.routeId()));
    KmsClient kms = ground.client(KmsClient.class);
    kms.listAliases().aliases().stream()
        .map(alias -> alias.aliasName())
        .filter(name -> !name.startsWith("alias/aws/"))
        .forEach(name -> kms.deleteAlias(r -> r.aliasName(name)));
  }

  private static void assertNothingToDo(Terraform terraform) {
    assertEquals(Map.of(), planned(terraform.plan()), terraform::planText);
  }

  private static Map<String, String> planned(TerraformRun run) {
    return run.planned().stream()
        .collect(
            Collectors.toMap(
                TerraformEvent.Planned::address,
                TerraformEvent.Planned::action,
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }
}
