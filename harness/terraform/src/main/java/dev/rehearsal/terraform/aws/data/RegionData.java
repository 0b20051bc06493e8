package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

final class RegionData implements DataSource {

  @Override
  public String name() {
    return "aws_region";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    String region = it.config().text("region");
    if (region == null) {
      region = it.config().text("name");
    }
    String endpoint = it.config().text("endpoint");
    if (region == null && endpoint != null) {
      region = endpoint.replaceFirst("^ec2\\.", "").replaceFirst("\\.amazonaws\\.com$", "");
    }
    region = region == null ? it.region() : region;
    RegionMetadata metadata = Region.of(region).metadata();
    if (metadata == null) {
      throw new ProviderException("region not found for name \"" + region + "\"");
    }
    it.id(region);
    values.set("name", region);
    values.set("region", region);
    values.set("endpoint", "ec2." + region + ".amazonaws.com");
    values.set("description", metadata.description());
  }
}
