package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.iam.Iam;

/** Makes the roles that test functions have. */
final class Roles {

  private Roles() {}

  static void create(Cloud cloud, String name) {
    try {
      cloud
          .peer(Iam.class, "000000000000", "us-east-1")
          .createRole(
              create ->
                  create
                      .roleName(name)
                      .assumeRolePolicyDocument(
                          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                              + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},"
                              + "\"Action\":\"sts:AssumeRole\"}]}"));
    } catch (UnsupportedOperationException noIam) {
      // Where there is no IAM, no role is asked for.
    }
  }
}
