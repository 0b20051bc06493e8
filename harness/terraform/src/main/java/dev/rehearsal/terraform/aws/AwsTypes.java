package dev.rehearsal.terraform.aws;

import dev.rehearsal.terraform.aws.rds.RdsTypes;
import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;
import java.util.stream.Stream;

/** Everything that the embedded provider serves: one line a service. */
public final class AwsTypes {

  private AwsTypes() {}

  /** Every resource type. */
  public static List<ResourceType> resources() {
    return Stream.of(RdsTypes.resources()).flatMap(List::stream).toList();
  }

  /** Every data source. */
  public static List<DataSource> dataSources() {
    return Stream.<List<DataSource>>of().flatMap(List::stream).toList();
  }
}
