package dev.rehearsal.stage;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.apigateway.ApiServer;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.cloudfront.EdgeServer;
import dev.rehearsal.cloud.cloudwatch.ServiceMetrics;
import dev.rehearsal.cloud.cognito.KeySets;
import dev.rehearsal.cloud.inbox.MailInbox;
import dev.rehearsal.cloud.process.Guard;
import dev.rehearsal.cloud.wire.AwsServer;
import dev.rehearsal.cloud.wire.DataPlanes;
import dev.rehearsal.cloud.wire.Reset;
import dev.rehearsal.cloud.wire.Route;
import dev.rehearsal.cloud.wire.SignatureMode;
import dev.rehearsal.gateway.AccessLog;
import dev.rehearsal.gateway.Authoriser;
import dev.rehearsal.gateway.FaultFilter;
import dev.rehearsal.gateway.IamIdentities;
import dev.rehearsal.gateway.Ledger;
import dev.rehearsal.gateway.Recorder;
import dev.rehearsal.gateway.Simulator;
import dev.rehearsal.gateway.StatementIndex;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.stage.target.Backing;
import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The embedded AWS with its gateway and its servers, before any platform stands in it. */
final class Street implements AutoCloseable {

  /** The administrator's access key of every stage, for AWS clients of the person before it. */
  static final String ADMIN_KEY = "AKIAREHEARSALADMIN00";

  /**
   * Its secret: known to all, as it opens nothing but an emulated AWS on the loopback interface.
   */
  static final String ADMIN_SECRET = "rehearsal";

  final Cloud cloud;
  final Backing backing;
  final Ledger ledger;
  final FaultPlan faults;
  final AccessLog access = new AccessLog();
  final MovableClock clock = new MovableClock();
  final MailInbox inbox;
  final Guard guard;
  final AwsServer aws;
  final ApiServer api;
  final EdgeServer edge;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * What a street is opened with.
   *
   * @param ledger where every hop is written as a JSON line; null for memory only
   * @param host the address of the AWS endpoint; the other servers stay on the loopback interface
   * @param statements where the policies' statements are written
   * @param target what stands behind the gateway
   * @param containers the settings of targets with containers
   * @param alone whether no platform stands in it, so that whoever wants may empty it
   */
  record Plan(
      CloudSettings cloud,
      @Nullable Path ledger,
      String host,
      StageSettings.Ports ports,
      boolean authorise,
      StatementIndex statements,
      Target target,
      ContainerSettings containers,
      boolean alone) {

    static Plan of(StageSettings settings) {
      return new Plan(
          new CloudSettings(
              settings.account(),
              StageSettings.REGION,
              settings.seed(),
              settings.workFolder(),
              settings.cacheFolder(),
              StageSettings.FUNCTION_PROCESSES,
              StageSettings.FUNCTION_QUEUE_WAIT,
              settings.debugging()),
          settings.ledger(),
          "127.0.0.1",
          settings.ports(),
          settings.authorise(),
          StatementIndex.scan(settings.project().resolve("terraform")),
          settings.target(),
          settings.containers(),
          false);
    }
  }

  private Street(Plan plan) {
    this.guard = new Guard();
    guard.delete(plan.cloud().workFolder());
    try {
      this.backing = opened(Backing.of(plan.target(), plan.containers(), guard));
      this.ledger = opened(new Ledger(50_000, plan.ledger()));
      this.inbox = opened(MailInbox.start(ledger));
      AtomicReference<Cloud> built = new AtomicReference<>();
      this.faults = new FaultPlan(new FaultGround(built::get), plan.cloud().seed());
      Cloud.Builder builder =
          Cloud.with(plan.cloud())
              .guard(guard)
              .inbox(inbox)
              .hops(ledger)
              .clock(clock)
              .faults(faults)
              .backends(backing.backends(() -> Objects.requireNonNull(built.get()), ledger))
              .databases(backing.databases())
              .history(ledger)
              .simulator(new Simulator(access))
              .filter(new Recorder(ledger));
      if (plan.authorise()) {
        builder.filter(
            new Authoriser(built::get, new IamIdentities(built::get), plan.statements(), access));
      }
      builder.filter(new FaultFilter(faults));
      this.cloud = opened(builder.build());
      built.set(cloud);
      ledger.listen(new ServiceMetrics(cloud));
      inbox.announce(cloud.endpoints());
      cloud
          .accessKeys()
          .register(
              new AccessKeys.Key(
                  ADMIN_KEY,
                  ADMIN_SECRET,
                  null,
                  null,
                  new Caller.Root(plan.cloud().account(), ADMIN_KEY)));
      SignatureMode mode = plan.authorise() ? SignatureMode.VERIFIED : SignatureMode.ANY;
      this.aws =
          opened(
              AwsServer.start(
                  cloud, plan.host(), plan.ports().aws(), mode, routes(cloud, plan.alone())));
      this.api = opened(ApiServer.start(cloud, "127.0.0.1", plan.ports().api()));
      this.edge =
          opened(EdgeServer.start(cloud, "127.0.0.1", plan.ports().edge(), plan.ports().tls()));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Opens a street; where a part of it does not open, what was opened before is closed. */
  static Street open(Plan plan) {
    return new Street(plan);
  }

  private static List<Route> routes(Cloud cloud, boolean alone) {
    List<Route> routes = new ArrayList<>(DataPlanes.routes(cloud));
    routes.add(KeySets.route(cloud));
    if (alone) {
      routes.add(Reset.route(cloud));
    }
    return routes;
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    RuntimeException failed = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception failure) {
        if (failed == null) {
          failed = new StageFailure("A part of the stage did not close: " + failure, failure);
        } else {
          failed.addSuppressed(failure);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
