package dev.rehearsal.terraform.aws.config;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.DeliveryChannel;

final class DeliveryChannelType implements ResourceType {

  @Override
  public String name() {
    return "aws_config_delivery_channel";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("ConfigService Delivery Channel")
        .forcesNew("name")
        .defaults("name", "default")
        .member("snapshot_delivery_properties", "configSnapshotDeliveryProperties")
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(it.values().string("name"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(ConfigClient.class)
            .describeDeliveryChannels(d -> d.deliveryChannelNames(it.id()))
            .deliveryChannels()
            .get(0));
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ConfigClient.class)
        .deleteDeliveryChannel(delete -> delete.deliveryChannelName(it.id()));
  }

  private static void put(ResourceInstance it) {
    DeliveryChannel channel = it.fill(DeliveryChannel.builder()).build();
    it.client(ConfigClient.class).putDeliveryChannel(put -> put.deliveryChannel(channel));
  }
}
