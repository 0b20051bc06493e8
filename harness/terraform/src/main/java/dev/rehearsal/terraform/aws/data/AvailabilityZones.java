package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;

final class AvailabilityZones implements DataSource {

  @Override
  public String name() {
    return "aws_availability_zones";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    List<Filter> filters =
        new java.util.ArrayList<>(
            values.blocks("filter").stream()
                .map(
                    filter ->
                        Filter.builder()
                            .name(filter.string("name"))
                            .values(filter.strings("values"))
                            .build())
                .toList());
    String state = values.text("state");
    if (state != null) {
      filters.add(Filter.builder().name("state").values(state).build());
    }
    List<AvailabilityZone> zones =
        it
            .client(Ec2Client.class)
            .describeAvailabilityZones(
                request ->
                    request
                        .filters(filters)
                        .allAvailabilityZones(values.bool("all_availability_zones")))
            .availabilityZones()
            .stream()
            .filter(zone -> !values.strings("exclude_names").contains(zone.zoneName()))
            .filter(zone -> !values.strings("exclude_zone_ids").contains(zone.zoneId()))
            .sorted(java.util.Comparator.comparing(AvailabilityZone::zoneName))
            .toList();
    it.id(it.region());
    values.set("names", zones.stream().map(AvailabilityZone::zoneName).toList());
    values.set("zone_ids", zones.stream().map(AvailabilityZone::zoneId).toList());
    values.set("group_names", zones.stream().map(AvailabilityZone::groupName).distinct().toList());
  }
}
