package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PermissionsTest {

  private static final String NOBODY = "denied: no identity-based policy allows it";
  private static final String CHECKOUT = "arn:aws:sts::111111111111:assumed-role/checkout/f";

  @Test
  void whatARoleLackedIsToldOnceAsAStatement() {
    Hop hop = hop(CHECKOUT, NOBODY, "dynamodb:PutItem arn:aws:dynamodb:r:1:table/t");
    assertEquals(
        List.of(
            "the role checkout lacks: statement { actions = [\"dynamodb:PutItem\"],"
                + " resources = [\"arn:aws:dynamodb:r:1:table/t\"] }"),
        Permissions.lacking(List.of(hop), List.of(hop)));
  }

  @Test
  void whatHasNoArnIsReachedByEveryResourceOnly() {
    assertEquals(
        List.of(
            "the role checkout lacks: statement { actions = [\"sns:Publish\"],"
                + " resources = [\"*\"] }"),
        Permissions.lacking(
            List.of(), List.of(hop(CHECKOUT, NOBODY, "sns:Publish +491234567890"))));
  }

  @Test
  void noStatementHelpsAgainstAnExpressDenyOrForWhoIsNoRole() {
    String denied = "s3:GetObject arn:aws:s3:::b/k";
    assertEquals(
        List.of(),
        Permissions.lacking(
            List.of(
                hop(CHECKOUT, "denied by Never of b", denied),
                hop("arn:aws:iam::111111111111:user/ann", NOBODY, denied),
                hop(CHECKOUT, "allowed by All of checkout", "")),
            List.of()));
  }

  private static Hop hop(String caller, String decision, String denied) {
    return new Hop(
        "h",
        Hop.Kind.AWS,
        new Trace("1-r", null),
        "checkout",
        "aws",
        "Call",
        null,
        Instant.EPOCH,
        Duration.ZERO,
        400,
        "AccessDenied",
        null,
        null,
        Map.of("caller", caller, "decision", decision, "denied", denied));
  }
}
