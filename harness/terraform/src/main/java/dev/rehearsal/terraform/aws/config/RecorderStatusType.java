package dev.rehearsal.terraform.aws.config;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.config.ConfigClient;

final class RecorderStatusType implements ResourceType {

  @Override
  public String name() {
    return "aws_config_configuration_recorder_status";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("ConfigService Configuration Recorder Status")
        .forcesNew("name")
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(it.values().string("name"));
    put(it, it.values().bool("is_enabled"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.values()
        .set(
            "is_enabled",
            it.client(ConfigClient.class)
                .describeConfigurationRecorderStatus(d -> d.configurationRecorderNames(it.id()))
                .configurationRecordersStatus()
                .get(0)
                .recording());
  }

  @Override
  public void update(ResourceInstance it) {
    put(it, it.values().bool("is_enabled"));
  }

  @Override
  public void delete(ResourceInstance it) {
    put(it, false);
  }

  private static void put(ResourceInstance it, boolean enabled) {
    ConfigClient config = it.client(ConfigClient.class);
    if (enabled) {
      config.startConfigurationRecorder(start -> start.configurationRecorderName(it.id()));
    } else {
      config.stopConfigurationRecorder(stop -> stop.configurationRecorderName(it.id()));
    }
  }
}
