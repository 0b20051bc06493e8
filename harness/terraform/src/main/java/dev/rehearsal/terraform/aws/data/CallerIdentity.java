package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;

final class CallerIdentity implements DataSource {

  @Override
  public String name() {
    return "aws_caller_identity";
  }

  @Override
  public void read(ResourceInstance it) {
    it.id(it.account());
    it.values().set("account_id", it.account());
    it.values().set("arn", it.callerArn());
    it.values().set("user_id", it.account());
  }
}
