package dev.rehearsal.stage;

import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.gateway.Ledger;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.gateway.faults.FaultSpec;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/** The platform, standing: what journeys walk on. Safe for use by parallel journeys. */
public interface Stage extends AutoCloseable {

  /** The target's name, for example {@code embedded}. */
  String target();

  /**
   * What can't be observed on this target, a sentence each, for reports. What a journey expects of
   * it fails as not observable here; it never passes.
   */
  default List<String> unobserved() {
    return List.of();
  }

  /**
   * Why a fault can't strike on this target, because the gateway doesn't see the hops it is for;
   * empty where it can.
   */
  default Optional<String> unreachable(FaultSpec fault) {
    return Optional.empty();
  }

  /**
   * Why an AWS operation does not do on this target what it does on AWS, so that a journey with a
   * step of it shows nothing; empty where it does.
   *
   * @param operation {@code service:Operation}
   */
  default Optional<String> unserved(String operation) {
    return Optional.empty();
  }

  /** How long to wait for an answer; longer where a debugger may hold a function. */
  default Duration patience(Duration usual) {
    return usual;
  }

  /** The shop at the edge, without a trailing slash. */
  URI shop();

  /**
   * The shop at the edge over TLS, without a trailing slash. Plain HTTP to the same port is
   * redirected or refused, as the distribution's behaviours say.
   */
  URI secureShop();

  /** Who issued the certificates that the stage's servers show. */
  CertificateAuthority authority();

  /** The HTTP API's stage, reached directly and not through the edge, without a trailing slash. */
  URI api();

  /** The AWS endpoint, without a trailing slash. */
  URI aws();

  /** The stage's time, by which schedules, tokens and metrics go: the machine's, or later. */
  Instant now();

  /** Lets time pass at once: what follows the stage's clock comes due. */
  void pass(Duration time);

  /** The region the platform stands in. */
  String region();

  /** The root module's Terraform outputs: strings as they are, everything else as JSON. */
  Map<String, String> outputs();

  /**
   * A client that calls AWS, through the gateway, as the account's administrator.
   *
   * @param <C> the SDK's client interface
   */
  default <C extends SdkClient> C client(Class<C> type) {
    return client(type, region());
  }

  /**
   * The same in another region, such as us-east-1 for what stands before CloudFront.
   *
   * @param <C> the SDK's client interface
   */
  <C extends SdkClient> C client(Class<C> type, String region);

  /**
   * A new connection to the orders database as its administrator. The caller closes it.
   *
   * @throws SQLException where the database does not answer
   */
  Connection database() throws SQLException;

  /** What customers received. */
  Inbox inbox();

  /** What happened on the street. */
  Ledger ledger();

  /** What shall go wrong on it. */
  FaultPlan faults();

  /**
   * What broke under the stage so that it can't go on, such as a container that died, and where to
   * read more; empty while everything runs.
   */
  default Optional<String> broken() {
    return Optional.empty();
  }

  /** Takes everything down. Does nothing the second time. */
  @Override
  void close();
}
