package dev.rehearsal.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedTest {

  @TempDir Path folder;

  /** The bound is wide, for busy machines; docs/decisions has what was measured. */
  @Test
  void eightyResourcesInSeconds() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.configure(
          """
          resource "aws_cloudwatch_log_group" "many" {
            count             = 40
            name              = "/many/${count.index}"
            retention_in_days = 30
          }
          resource "aws_iam_role" "many" {
            count              = 20
            name               = "many-${count.index}"
            assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
          }
          resource "aws_iam_role_policy" "many" {
            count  = 20
            name   = "log"
            role   = aws_iam_role.many[count.index].id
            policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = aws_cloudwatch_log_group.many[count.index].arn }] })
          }
          """);
      long start = System.nanoTime();
      assertEquals(80, stage.terraform().apply().added());
      long applied = System.nanoTime();
      assertTrue(stage.terraform().plan().isEmpty());
      long planned = System.nanoTime();
      stage.terraform().destroy();
      long destroyed = System.nanoTime();
      System.out.printf(
          "apply with init %d ms, plan %d ms, destroy %d ms%n",
          (applied - start) / 1_000_000,
          (planned - applied) / 1_000_000,
          (destroyed - planned) / 1_000_000);
      assertTrue(applied - start < 20_000_000_000L);
    }
  }
}
