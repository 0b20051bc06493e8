package dev.rehearsal.stage.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.stage.StageFailure;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {

  @Test
  void theFileSendsToLocalStackWhatItServes() {
    assertEquals(Set.of("dynamodb", "s3", "sns", "sqs"), Routing.containers("").emulated());
  }

  @Test
  void theEnvironmentChangesSingleServices() {
    Routing routing = Routing.containers("dynamodb=embedded, kms=localstack");
    assertEquals(Set.of("kms", "s3", "sns", "sqs"), routing.emulated());
  }

  @Test
  void whatNamesNothingIsRefusedWithWhatThereIs() {
    assertTrue(refused("dynamo=embedded").contains("dynamodb"));
    assertTrue(refused("s3=minio").contains("localstack, embedded"));
  }

  @Test
  void whatTheBackendsLackIsToldAndNothingElse() {
    Routing routing = Routing.containers("");
    assertTrue(why(routing, "kms:DisableKey").orElseThrow().contains("dynamodb, s3, sqs, sns"));
    assertTrue(why(routing, "backup:StartBackupJob").isPresent());
    assertTrue(why(routing, "rds:CreateDBSnapshot").isPresent());
    assertEquals(Optional.empty(), why(routing, "rds:DescribeDBInstances"));
    Routing tables = Routing.containers("dynamodb=embedded");
    assertEquals(Optional.empty(), why(tables, "backup:StartBackupJob"));
  }

  private static String refused(String changes) {
    return String.valueOf(
        assertThrows(StageFailure.class, () -> Routing.containers(changes)).getMessage());
  }

  private static Optional<String> why(Routing routing, String operation) {
    return ContainersBacking.unserved(routing, operation);
  }
}
