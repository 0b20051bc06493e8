package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import java.util.List;

/** The data sources that belong to no single resource type. */
public final class DataTypes {

  private DataTypes() {}

  public static List<DataSource> dataSources() {
    return List.of(
        new AvailabilityZones(),
        new CallerIdentity(),
        new KmsAlias(),
        new Partition(),
        new PolicyDocument(),
        new RegionData(),
        new SecretData(),
        new SecretVersionData(),
        new SsmParameter());
  }
}
