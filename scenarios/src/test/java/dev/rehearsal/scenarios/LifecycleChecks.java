package dev.rehearsal.scenarios;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rehearsal.stage.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.shield.ShieldClient;
import software.amazon.awssdk.services.shield.model.Protection;

/** What must be true of an environment that was just applied, and that no customer ever meets. */
final class LifecycleChecks {

  private LifecycleChecks() {}

  /** Runs a check by its name, on an environment of its own. */
  static void run(String name, Project project, Path folder) {
    switch (name) {
      case "devIsAppliedMendedTakenDownInPartAndDestroyed" -> devIsApplied(project, folder);
      case "theRegularsRunByTheClock" -> theRegularsRunByTheClock(project, folder);
      case "tablesAndDatabaseAreBackedUpAtNight" ->
          tablesAndDatabaseAreBackedUpAtNight(project, folder);
      case "theDistributionIsShieldedWhereThatIsAskedFor" ->
          theDistributionIsShieldedWhereThatIsAskedFor(project, folder);
      default -> throw new IllegalArgumentException(name);
    }
  }

  static void devIsApplied(Project project, Path folder) {
    try (Ground ground = new Ground(project, folder, "dev", Map.of())) {
      ground.terraform().apply();
    }
  }

  /** Relay and sweeper run every minute, whether or not anybody calls them. */
  static void theRegularsRunByTheClock(Project project, Path folder) {
    try (Ground ground = new Ground(project, folder, "dev", Map.of())) {
      ground.terraform().apply();
      ground.clock().move(Duration.ofSeconds(61));
      CloudWatchLogsClient logs = ground.client(CloudWatchLogsClient.class);
      for (String regular : List.of("outbox-relay", "sweeper")) {
        await(regular)
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    !logs.describeLogStreams(
                            get -> get.logGroupName("/aws/lambda/t2s-dev-" + regular))
                        .logStreams()
                        .isEmpty());
      }
    }
  }

  /** At two o'clock every table, the database and the site get a recovery point. */
  static void tablesAndDatabaseAreBackedUpAtNight(Project project, Path folder) {
    try (Ground ground = new Ground(project, folder, "dev", Map.of())) {
      ground.terraform().apply();
      Instant now = ground.clock().instant();
      Instant night =
          now.atZone(ZoneOffset.UTC)
              .toLocalDate()
              .plusDays(1)
              .atTime(2, 1)
              .toInstant(ZoneOffset.UTC);
      ground.clock().move(Duration.between(now, night));
      BackupClient backup = ground.client(BackupClient.class);
      await("recovery points")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertEquals(
                      Set.of(
                          "t2s-dev-carts",
                          "t2s-dev-frontend",
                          "t2s-dev-notifications",
                          "t2s-dev-orders",
                          "t2s-dev-products",
                          "t2s-dev-reservations"),
                      backup
                          .listRecoveryPointsByBackupVault(list -> list.backupVaultName("t2s-dev"))
                          .recoveryPoints()
                          .stream()
                          .map(point -> point.resourceArn().replaceFirst("^.*[:/]", ""))
                          .collect(Collectors.toSet())));
    }
  }

  /** Where Shield Advanced is asked for, it protects the distribution. */
  static void theDistributionIsShieldedWhereThatIsAskedFor(Project project, Path folder) {
    try (Ground ground =
        new Ground(project, folder, "stage", Map.of("enable_shield_advanced", "true"))) {
      ground.terraform().apply();
      ShieldClient shield = ground.client(ShieldClient.class);
      assertFalse(shield.describeSubscription().subscription().subscriptionArn().isEmpty());
      String distribution = ":distribution/" + ground.output("distribution_id");
      assertEquals(
          List.of(true),
          shield.listProtections().protections().stream()
              .map(Protection::resourceArn)
              .map(arn -> arn.endsWith(distribution))
              .toList());
    }
  }
}
