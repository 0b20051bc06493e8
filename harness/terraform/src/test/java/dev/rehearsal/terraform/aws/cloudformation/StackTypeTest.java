package dev.rehearsal.terraform.aws.cloudformation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformException;
import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class StackTypeTest {

  @TempDir Path folder;

  @Test
  void stackLivesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(stack("held", 30, "shop"));
      assertEquals(1, made.added());
      CloudFormationClient stacks = stage.client(CloudFormationClient.class);
      SqsClient sqs = stage.client(SqsClient.class);
      String url = sqs.getQueueUrl(get -> get.queueName("held")).queueUrl();
      assertEquals("shop", sqs.listQueueTags(list -> list.queueUrl(url)).tags().get("Team"));

      assertEquals(1, stage.apply(stack("held", 60, "shop")).changed());
      assertEquals(
          "60",
          sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNamesWithStrings("All"))
              .attributesAsStrings()
              .get("VisibilityTimeout"));
      assertEquals(1, stage.apply(stack("held", 60, "security")).changed());
      assertEquals("security", sqs.listQueueTags(list -> list.queueUrl(url)).tags().get("Team"));

      stacks.deleteStack(delete -> delete.stackName("held"));
      assertEquals(
          Map.of("aws_cloudformation_stack.this", "create"),
          stage.plan(stack("held", 60, "security")));
      stage.apply(stack("held", 60, "security"));
      stage.destroy();
      assertEquals(List.of(), sqs.listQueues().queueUrls());
      assertEquals(List.of(), stacks.describeStacks(describe -> {}).stacks());
    }
  }

  @Test
  void stackThatIsRolledBackSaysWhy() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformException failed =
          assertThrows(
              TerraformException.class, () -> stage.apply(stack("not a name", 30, "shop")));
      String message = String.valueOf(failed.getMessage());
      assertTrue(message.contains("ROLLBACK_COMPLETE") && message.contains("Held:"), message);
    }
  }

  private static String stack(String queue, int seconds, String team) {
    return """
    resource "aws_cloudformation_stack" "this" {
      name       = "held"
      parameters = { Name = "%s", Seconds = "%d" }
      tags       = { Team = "%s" }

      template_body = <<-YAML
        Parameters:
          Name: { Type: String }
          Seconds: { Type: Number, Default: 30 }
        Resources:
          Held:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !Ref Name
              VisibilityTimeout: !Ref Seconds
        Outputs:
          Url: { Value: !Ref Held }
      YAML
    }

    output "url" {
      value = aws_cloudformation_stack.this.outputs["Url"]
    }
    """
        .formatted(queue, seconds, team);
  }
}
