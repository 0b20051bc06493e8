package dev.rehearsal.cloud.secretsmanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

class SecretsManagerTest {

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Cloud cloud;
  private SecretsManagerClient secrets;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    secrets =
        cloud.client(
            SecretsManagerClient.class, new Caller.Root("000000000000", null), "eu-west-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void aSecretIsFoundByNameArnAndPartialArn() {
    String arn = secrets.createSecret(c -> c.name("shop/db").secretString("one")).arn();
    assertTrue(
        arn.matches("arn:aws:secretsmanager:eu-west-1:000000000000:secret:shop/db-[A-Za-z0-9]{6}"));
    for (String id : List.of("shop/db", arn, arn.substring(0, arn.length() - 7))) {
      assertEquals("one", secrets.getSecretValue(g -> g.secretId(id)).secretString());
    }
    assertThrows(ResourceExistsException.class, () -> secrets.createSecret(c -> c.name("shop/db")));
  }

  @Test
  void aScheduleComesDueOnTheStagesClock() {
    secrets.createSecret(c -> c.name("key").secretString("one"));
    secrets.rotateSecret(
        r ->
            r.secretId("key")
                .rotationLambdaARN("arn:aws:lambda:eu-west-1:000000000000:function:rotate")
                .rotateImmediately(false)
                .rotationRules(rules -> rules.scheduleExpression("rate(4 hours)").duration("1h")));
    DescribeSecretResponse before = secrets.describeSecret(d -> d.secretId("key"));
    assertEquals("rate(4 hours)", before.rotationRules().scheduleExpression());
    assertEquals("1h", before.rotationRules().duration());
    assertEquals(1, before.versionIdsToStages().size());
    Instant first = before.nextRotationDate();
    assertEquals(59, first.atZone(ZoneOffset.UTC).getMinute(), "the window closes on the hour");
    clock.move(Duration.between(clock.instant(), first));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> secrets.describeSecret(d -> d.secretId("key")).versionIdsToStages().size() == 2);
    assertEquals(
        first.plus(Duration.ofHours(4)),
        secrets.describeSecret(d -> d.secretId("key")).nextRotationDate());
  }

  @Test
  void aRotationHasOneSchedule() {
    secrets.createSecret(c -> c.name("key").secretString("one"));
    for (Consumer<RotationRulesType.Builder> rules :
        List.<Consumer<RotationRulesType.Builder>>of(
            r -> r.scheduleExpression("rate(4 hours)").automaticallyAfterDays(1L),
            r -> r.duration("2h"),
            r -> r.scheduleExpression("rate(1 hour)"),
            r -> r.automaticallyAfterDays(1001L))) {
      assertThrows(
          InvalidParameterException.class,
          () ->
              secrets.rotateSecret(
                  r -> r.secretId("key").rotationLambdaARN("arn:any").rotationRules(rules)));
    }
    assertNull(secrets.describeSecret(d -> d.secretId("key")).rotationEnabled());
  }

  @Test
  void aNewValueLeavesThePreviousOneBehind() {
    secrets.createSecret(c -> c.name("key").secretString("one"));
    secrets.putSecretValue(p -> p.secretId("key").secretString("two"));
    assertEquals("two", secrets.getSecretValue(g -> g.secretId("key")).secretString());
    assertEquals(
        "one",
        secrets.getSecretValue(g -> g.secretId("key").versionStage("AWSPREVIOUS")).secretString());
    var batch = secrets.batchGetSecretValue(b -> b.secretIdList("key", "none"));
    assertEquals("two", batch.secretValues().get(0).secretString());
    assertEquals("ResourceNotFoundException", batch.errors().get(0).errorCode());
  }

  @Test
  void aDeletedSecretCanBeRestoredUntilItsWindowEnds() {
    secrets.createSecret(c -> c.name("key").secretString("one"));
    secrets.deleteSecret(d -> d.secretId("key").recoveryWindowInDays(7L));
    assertThrows(
        InvalidRequestException.class, () -> secrets.getSecretValue(g -> g.secretId("key")));
    assertThrows(InvalidRequestException.class, () -> secrets.createSecret(c -> c.name("key")));
    secrets.restoreSecret(r -> r.secretId("key"));
    assertEquals("one", secrets.getSecretValue(g -> g.secretId("key")).secretString());
    secrets.deleteSecret(d -> d.secretId("key").recoveryWindowInDays(7L));
    clock.move(Duration.ofDays(7));
    assertThrows(
        ResourceNotFoundException.class, () -> secrets.restoreSecret(r -> r.secretId("key")));
    secrets.createSecret(c -> c.name("key"));
  }

  @Test
  void aSecretWithoutAValueSaysSo() {
    secrets.createSecret(c -> c.name("empty"));
    assertTrue(
        assertThrows(
                ResourceNotFoundException.class,
                () -> secrets.getSecretValue(g -> g.secretId("empty")))
            .awsErrorDetails()
            .errorMessage()
            .contains("AWSCURRENT"));
  }

  @Test
  void aRandomPasswordHasEachTypeAndNothingExcluded() {
    String password =
        secrets
            .getRandomPassword(p -> p.passwordLength(40L).excludePunctuation(true))
            .randomPassword();
    assertTrue(password.matches("(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{40}"), password);
  }

  @Test
  void anotherServiceCanOwnASecret() {
    SecretsManager peer = cloud.peer(SecretsManager.class, "000000000000", "eu-west-1");
    String arn = peer.createManaged("rds!db-1", "rds", "The master user", "{}", null);
    assertEquals("rds", secrets.describeSecret(d -> d.secretId(arn)).owningService());
    assertEquals("{}", secrets.getSecretValue(g -> g.secretId(arn)).secretString());
  }

  @Test
  void aListIsFiltered() {
    secrets.createSecret(c -> c.name("shop/a").tags(t -> t.key("env").value("dev")));
    secrets.createSecret(c -> c.name("other"));
    assertEquals(
        "shop/a",
        secrets
            .listSecrets(l -> l.filters(f -> f.key("name").values("shop/")))
            .secretList()
            .get(0)
            .name());
    assertEquals(
        1,
        secrets
            .listSecrets(l -> l.filters(f -> f.key("tag-value").values("dev")))
            .secretList()
            .size());
  }
}
