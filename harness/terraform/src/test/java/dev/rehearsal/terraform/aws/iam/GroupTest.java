package dev.rehearsal.terraform.aws.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

class GroupTest {

  private static final String POLICY = "aws_iam_group_policy.people";

  @TempDir Path folder;

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      assertEquals(2, stage.apply(group("people", "sqs:SendMessage")).added());
      IamClient iam = stage.client(IamClient.class);
      assertTrue(document(iam).contains("sqs%3ASendMessage"), document(iam));

      TerraformRun changed = stage.apply(group("people", "sqs:ReceiveMessage"));
      assertEquals(1, changed.changed());
      assertTrue(document(iam).contains("sqs%3AReceiveMessage"), document(iam));

      iam.deleteGroupPolicy(r -> r.groupName("people").policyName("own"));
      assertEquals(Map.of(POLICY, "create"), stage.plan(group("people", "sqs:ReceiveMessage")));
      stage.apply(group("people", "sqs:ReceiveMessage"));
      stage.reimport("aws_iam_group.people", "people");
      stage.reimport(POLICY, "people:own");

      stage.destroy();
      assertTrue(iam.listGroups().groups().isEmpty());
    }
  }

  private static String document(IamClient iam) {
    return iam.getGroupPolicy(r -> r.groupName("people").policyName("own")).policyDocument();
  }

  private static String group(String name, String action) {
    return """
    resource "aws_iam_group" "people" {
      name = "%s"
    }

    resource "aws_iam_group_policy" "people" {
      name  = "own"
      group = aws_iam_group.people.name
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "%s", Resource = "*" }]
      })
    }
    """
        .formatted(name, action);
  }
}
