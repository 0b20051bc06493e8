package dev.rehearsal.cloud.events;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Amazon EventBridge. */
public final class Events implements EventBridgeClient {

  public Events(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "events";
  }

  @Override
  public void close() {}
}
