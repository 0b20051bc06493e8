package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.HopHistory;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.iam.PolicySimulator;
import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.cloud.process.Guard;
import dev.rehearsal.cloud.rds.DatabaseServers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;

/**
 * What an embedded service is given to work with: one per account and region.
 *
 * <p>Safe for use from many threads.
 */
public interface Surroundings {

  /** The 12-digit account. */
  String account();

  /** The region, for example {@code eu-west-1}; {@code us-east-1} for global services. */
  String region();

  /** The stage's clock: schedules, alarms, TTL, token expiry. A journey can move it. */
  Clock clock();

  /** Where every id and secret-looking name comes from. */
  Ids ids();

  /**
   * A client that calls another service in this region, through the gateway, as {@code caller}.
   *
   * @param <C> the SDK's client interface
   */
  default <C extends SdkClient> C client(Class<C> type, Caller caller) {
    return client(type, caller, region());
  }

  /**
   * A client that calls another service in {@code region}, through the gateway, as {@code caller}.
   *
   * @param <C> the SDK's client interface
   */
  <C extends SdkClient> C client(Class<C> type, Caller caller, String region);

  /**
   * The embedded instance of another service of this account, for what is not a call on AWS either,
   * such as the edge reading a distribution's configuration.
   *
   * @param region the instance's region; global services ignore it
   * @param <T> the service's implementation class
   */
  <T extends SdkClient> T peer(Class<T> implementation, String region);

  /** Everybody's inbox. */
  Inbox inbox();

  /** What happened so far. */
  HopHistory history();

  /** Where hops that are not AWS calls are recorded. */
  HopSink hops();

  /** What goes wrong at hops that are not AWS calls. */
  Faults faults();

  /** Runs what must happen later or elsewhere. Its tasks must not block for long. */
  ScheduledExecutorService scheduler();

  /** Runs what may block: deliveries, invocations, polling. */
  ExecutorService workers();

  /** The settings of the cloud this service is part of. */
  CloudSettings settings();

  /** Where the cloud's servers listen. */
  Endpoints endpoints();

  /** Where RDS has its servers from. */
  DatabaseServers databases();

  /** The access keys of everybody. */
  AccessKeys accessKeys();

  /** Decides calls that nobody makes, as the gateway decides real ones. */
  PolicySimulator simulator();

  /** Issues the certificates of this cloud's servers. */
  CertificateAuthority authority();

  /** Stops processes and deletes folders that must not outlive the harness. */
  Guard guard();

  /** A folder of this service's own, made on first use and deleted with the stage. */
  Path folder(String name);

  /** This service's ARN for a resource, for example {@code arn("sqs", "orders")}. */
  default String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region() + ":" + account() + ":" + resource;
  }

  /** This account as a service principal's caller. */
  default Caller service(String principal, @Nullable String sourceArn) {
    return new Caller.Service(account(), principal, sourceArn);
  }
}
