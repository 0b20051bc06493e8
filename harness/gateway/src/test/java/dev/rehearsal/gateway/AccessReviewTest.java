package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Iam;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

class AccessReviewTest {

  private static final String ACCOUNT = "000000000000";
  private static final String REGION = "eu-west-1";
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/carts";

  @TempDir private Path folder = Path.of("");

  @Test
  void aStatementThatIsNeverUsedIsReported() {
    assertEquals(
        List.of("cart: Spare: dynamodb:DeleteTable", "cart: Spare: on " + TABLE),
        review(List.of(new AccessReview.Use("cart", "dynamodb:GetItem", TABLE, ""))).unused());
  }

  @Test
  void whatWasRefusedCountsAsUnused() {
    assertEquals(
        4,
        review(List.of(new AccessReview.Use("cart", "dynamodb:GetItem", TABLE, "explicit deny")))
            .unused()
            .size());
  }

  @Test
  void whatAnotherRoleUsedCountsAsUnused() {
    assertEquals(
        4,
        review(List.of(new AccessReview.Use("checkout", "dynamodb:GetItem", TABLE, "")))
            .unused()
            .size());
  }

  @Test
  void policiesThatAwsManagesAreNamedAndNotCounted() {
    AccessReview review =
        review(
            List.of(
                new AccessReview.Use("cart", "dynamodb:GetItem", TABLE, ""),
                new AccessReview.Use("cart", "dynamodb:DeleteTable", TABLE, "")));
    assertEquals(List.of(), review.unused());
    assertEquals(List.of("AWS_ConfigRole"), review.roles().get(0).managed());
  }

  private AccessReview review(List<AccessReview.Use> uses) {
    try (Cloud cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), folder)).build()) {
      IamClient iam = cloud.client(IamClient.class, new Caller.Root(ACCOUNT, null), REGION);
      iam.createRole(
          role ->
              role.roleName("cart")
                  .assumeRolePolicyDocument(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                       "Principal":{"Service":"config.amazonaws.com"}}]}"""));
      iam.putRolePolicy(
          put ->
              put.roleName("cart")
                  .policyName("cart")
                  .policyDocument(
                      """
                      {"Version":"2012-10-17","Statement":[
                       {"Sid":"ReadCarts","Effect":"Allow","Action":"dynamodb:GetItem","Resource":"TABLE"},
                       {"Sid":"Spare","Effect":"Allow","Action":"dynamodb:DeleteTable","Resource":"TABLE"}]}"""
                          .replace("TABLE", TABLE)));
      iam.attachRolePolicy(
          attach ->
              attach
                  .roleName("cart")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"));
      return AccessReview.of(cloud.peer(Iam.class, ACCOUNT, REGION), uses);
    }
  }
}
