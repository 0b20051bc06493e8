package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.CallFilter;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.HopHistory;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.iam.PolicySimulator;
import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.cloud.inbox.MemoryInbox;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.cloud.process.Guard;
import dev.rehearsal.cloud.rds.DatabaseServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;

/**
 * One embedded AWS: its services, the chain of filters that every call passes, and what its
 * services share. Thread-safe.
 */
public final class Cloud implements AutoCloseable {

  /**
   * The user agent of calls that services make by themselves, in whatever role: Lambda polls a
   * queue and writes logs as its function does.
   */
  public static final String AGENT = "rehearsal";

  private final CloudSettings settings;
  private final Clock clock;
  private final HopSink hops;
  private final Faults faults;
  private final HopHistory history;
  private final Ids ids;
  private final Endpoints endpoints = new Endpoints();
  private final AccessKeys accessKeys = new AccessKeys();
  private final PolicySimulator simulator;
  private final Inbox inbox;
  private final Guard guard;
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(2, daemons("cloud-timer"));
  private final ExecutorService workers = Executors.newCachedThreadPool(daemons("cloud-worker"));
  private @Nullable CertificateAuthority authority;
  private final Instances instances = new Instances(Here::new);
  private final DatabaseServers databases;
  private final Backends backends;
  private final CallHandler chain;

  private Cloud(Builder builder) {
    this.settings = builder.settings;
    this.clock = builder.clock;
    this.hops = builder.hops;
    this.faults = builder.faults;
    this.history = builder.history;
    this.simulator = builder.simulator;
    this.inbox = builder.inbox;
    this.guard = builder.guard;
    this.databases = builder.databases;
    this.backends = builder.backends;
    this.ids = new Ids(builder.settings.seed());
    CallHandler end = new Dispatcher(instances, backends);
    for (int i = builder.filters.size() - 1; i >= 0; i--) {
      CallFilter filter = builder.filters.get(i);
      CallHandler next = end;
      end = call -> filter.apply(call, next);
    }
    this.chain = end;
  }

  /** Begins a cloud with these settings. */
  public static Builder with(CloudSettings settings) {
    return new Builder(settings);
  }

  /** The chain that every call passes, from its first filter to the service. */
  public CallHandler chain() {
    return chain;
  }

  /**
   * A client that calls a service through the chain, without HTTP.
   *
   * @param <C> the SDK's client interface
   */
  public <C extends SdkClient> C client(Class<C> type, Caller caller, String region) {
    return client(type, caller, region, AGENT);
  }

  /**
   * A client that calls a service through the chain, without HTTP.
   *
   * @param agent what calls, as a user agent: {@code terraform}, {@code stage}
   * @param <C> the SDK's client interface
   */
  public <C extends SdkClient> C client(Class<C> type, Caller caller, String region, String agent) {
    return InProcessClient.of(type, chain, caller, region, agent, ids);
  }

  /**
   * The embedded instance of a service.
   *
   * @param <T> the service's implementation class
   */
  public <T extends SdkClient> T peer(Class<T> implementation, String account, String region) {
    return implementation.cast(
        instances.get(ServiceCatalog.servedBy(implementation), account, region));
  }

  /** The embedded instance of a service, whatever backend its calls go to. */
  public SdkClient embedded(ServiceDefinition service, String account, String region) {
    return instances.get(service, account, region);
  }

  /**
   * What answers a service's calls, asked past the gateway: the call is neither recorded nor
   * authorised. For the gateway itself, which must know a resource to decide on it.
   */
  public SdkClient backend(ServiceDefinition service, String account, String region) {
    return backends.choose(service, account, region, instances.get(service, account, region));
  }

  /** Who knows the policies and the keys behind a service's resources. */
  public Object keeper(ServiceDefinition service, String account, String region) {
    return backends.keeper(service, account, region, instances.get(service, account, region));
  }

  /**
   * What answers a service's calls, asked past the gateway.
   *
   * @param <C> the SDK's client interface
   */
  public <C extends SdkClient> C backend(Class<C> type, String account, String region) {
    return type.cast(backend(ServiceCatalog.servedBy(type), account, region));
  }

  /** The surroundings of an account and region, for servers beside the services. */
  public Surroundings surroundings(String account, String region) {
    return new Here(account, region);
  }

  public CloudSettings settings() {
    return settings;
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  public AccessKeys accessKeys() {
    return accessKeys;
  }

  public Ids ids() {
    return ids;
  }

  public Clock clock() {
    return clock;
  }

  public HopSink hops() {
    return hops;
  }

  public Inbox inbox() {
    return inbox;
  }

  public Guard guard() {
    return guard;
  }

  /** Issues the certificates of this cloud's servers; made on first use. */
  public synchronized CertificateAuthority authority() {
    CertificateAuthority made = authority;
    if (made == null) {
      made = CertificateAuthority.create();
      authority = made;
    }
    return made;
  }

  /** Empties every service. Servers keep listening. */
  public void reset() {
    instances.clear();
  }

  @Override
  public void close() {
    instances.clear();
    scheduler.shutdownNow();
    workers.shutdownNow();
    guard.close();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Collects what a cloud is made of. */
  public static final class Builder {

    private final CloudSettings settings;
    private final List<CallFilter> filters = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private HopSink hops = hop -> {};
    private Faults faults = Faults.NONE;
    private HopHistory history = seen -> new HopHistory.Tail(List.of(), 0);
    private PolicySimulator simulator =
        asked -> {
          throw AwsError.of(
              "NotImplemented", 501, "This cloud has no gateway that could decide on policies.");
        };
    private Inbox inbox = new MemoryInbox();
    private Backends backends = Backends.embedded();
    private DatabaseServers databases = DatabaseServers.embedded();
    private Guard guard = new Guard();

    private Builder(CloudSettings settings) {
      this.settings = settings;
    }

    /** Adds a filter behind those added before. */
    public Builder filter(CallFilter filter) {
      filters.add(filter);
      return this;
    }

    /** Sets the stage's clock; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Sets who records hops; nobody by default. */
    public Builder hops(HopSink hops) {
      this.hops = hops;
      return this;
    }

    /** Sets what goes wrong at hops that are no AWS calls; nothing by default. */
    public Builder faults(Faults faults) {
      this.faults = faults;
      return this;
    }

    /** Sets who knows what happened; nobody by default. */
    public Builder history(HopHistory history) {
      this.history = history;
      return this;
    }

    /** Sets who decides simulated calls; nobody by default. */
    public Builder simulator(PolicySimulator simulator) {
      this.simulator = simulator;
      return this;
    }

    /** Sets where messages arrive; by default an inbox that keeps text messages only. */
    public Builder inbox(Inbox inbox) {
      this.inbox = inbox;
      return this;
    }

    /** Sets who cleans up after a crash; by default a guard of the cloud's own. */
    public Builder guard(Guard guard) {
      this.guard = guard;
      return this;
    }

    /** Sets what answers each service; all embedded by default. */
    public Builder backends(Backends backends) {
      this.backends = backends;
      return this;
    }

    /** Sets where RDS has its servers from; processes of this machine by default. */
    public Builder databases(DatabaseServers databases) {
      this.databases = databases;
      return this;
    }

    public Cloud build() {
      return new Cloud(this);
    }
  }

  private final class Here implements Surroundings {

    private final String account;
    private final String region;

    Here(String account, String region) {
      this.account = account;
      this.region = region;
    }

    @Override
    public String account() {
      return account;
    }

    @Override
    public String region() {
      return region;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public Ids ids() {
      return ids;
    }

    @Override
    public <C extends SdkClient> C client(Class<C> type, Caller caller, String otherRegion) {
      return Cloud.this.client(type, caller, otherRegion);
    }

    @Override
    public <T extends SdkClient> T peer(Class<T> implementation, String otherRegion) {
      return Cloud.this.peer(implementation, account, otherRegion);
    }

    @Override
    public PolicySimulator simulator() {
      return simulator;
    }

    @Override
    public Inbox inbox() {
      return inbox;
    }

    @Override
    public HopHistory history() {
      return history;
    }

    @Override
    public HopSink hops() {
      return hops;
    }

    @Override
    public Faults faults() {
      return faults;
    }

    @Override
    public ScheduledExecutorService scheduler() {
      return scheduler;
    }

    @Override
    public ExecutorService workers() {
      return workers;
    }

    @Override
    public CloudSettings settings() {
      return settings;
    }

    @Override
    public Endpoints endpoints() {
      return endpoints;
    }

    @Override
    public DatabaseServers databases() {
      return databases;
    }

    @Override
    public AccessKeys accessKeys() {
      return accessKeys;
    }

    @Override
    public CertificateAuthority authority() {
      return Cloud.this.authority();
    }

    @Override
    public Guard guard() {
      return guard;
    }

    @Override
    public Path folder(String name) {
      Path folder = settings.workFolder().resolve(account).resolve(region).resolve(name);
      try {
        return Files.createDirectories(folder);
      } catch (IOException failure) {
        throw new UncheckedIOException("The folder " + folder + " could not be made.", failure);
      }
    }
  }
}
