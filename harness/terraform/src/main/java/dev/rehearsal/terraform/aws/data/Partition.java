package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;

final class Partition implements DataSource {

  @Override
  public String name() {
    return "aws_partition";
  }

  @Override
  public void read(ResourceInstance it) {
    it.id("aws");
    it.values().set("partition", "aws");
    it.values().set("dns_suffix", "amazonaws.com");
    it.values().set("reverse_dns_prefix", "com.amazonaws");
  }
}
