package dev.rehearsal.terraform.provider;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Caller;
import software.amazon.awssdk.core.SdkClient;

/** Where the provider gets its SDK clients from. Thread-safe. */
public interface Clients {

  /** The account that the provider's calls are made in. */
  String account();

  /** The ARN of who makes them. */
  String callerArn();

  /**
   * A client of a service in a region.
   *
   * @param <C> the SDK's client interface
   */
  <C extends SdkClient> C client(Class<C> type, String region);

  /** The unique end of a name that Terraform makes up, as of {@code name_prefix}. */
  String uniqueSuffix();

  /** Clients of an embedded cloud, calling as {@code caller}. */
  static Clients of(Cloud cloud, Caller caller) {
    return new Clients() {
      @Override
      public String account() {
        return caller.account();
      }

      @Override
      public String callerArn() {
        return caller.arn();
      }

      @Override
      public String uniqueSuffix() {
        return cloud.ids().hex(26);
      }

      @Override
      public <C extends SdkClient> C client(Class<C> type, String region) {
        return cloud.client(type, caller, region, "terraform");
      }
    };
  }
}
