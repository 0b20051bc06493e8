package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.aws.AwsTypes;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The embedded provider, listening for Terraform on the loopback interface. Thread-safe. */
public final class ProviderServer implements AutoCloseable {

  private final SchemaAnswer schemas;
  private final Place place;
  private final ExecutorService workers;
  private final Server server;

  private ProviderServer(Clients clients, String defaultRegion) {
    Catalog catalog = new Catalog(AwsTypes.resources(), AwsTypes.dataSources(), clients);
    this.schemas = new SchemaAnswer(catalog);
    this.place = new Place(defaultRegion);
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "terraform-provider");
              thread.setDaemon(true);
              return thread;
            });
    Connections connections = new Connections();
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(workers)
            .maxInboundMessageSize(64 << 20)
            .addTransportFilter(connections)
            .intercept(connections)
            .addService(new AwsProvider(catalog, clients, schemas, place))
            .build();
  }

  /**
   * Starts on a free port.
   *
   * @param clients where SDK clients come from
   * @param defaultRegion the region where a provider block names none
   */
  public static ProviderServer start(Clients clients, String defaultRegion) {
    ProviderServer provider = new ProviderServer(clients, defaultRegion);
    try {
      provider.server.start();
    } catch (IOException failure) {
      throw new UncheckedIOException("The embedded provider could not listen.", failure);
    }
    return provider;
  }

  /** Where the provider works: what a provider block leaves open. */
  static final class Place {

    private final String region;
    private volatile Path root = Path.of("").toAbsolutePath();

    Place(String region) {
      this.region = region;
    }

    String region() {
      return region;
    }

    Path root() {
      return root;
    }
  }

  /**
   * Tells which configuration Terraform is about to work on.
   *
   * @param root the root module's folder, where relative paths start
   * @param use reads what it uses; asked whenever a Terraform asks for schemas, so that what was
   *     edited or downloaded since is known
   */
  public void serve(Path root, Supplier<ConfigurationUse> use) {
    place.root = root;
    schemas.serve(use);
  }

  /** The value of {@code TF_REATTACH_PROVIDERS} that makes Terraform use this provider. */
  public String reattach() {
    return "{\"hashicorp/aws\":{\"Protocol\":\"grpc\",\"ProtocolVersion\":5,\"Pid\":"
        + ProcessHandle.current().pid()
        + ",\"Test\":true,\"Addr\":{\"Network\":\"tcp\",\"String\":\"127.0.0.1:"
        + server.getPort()
        + "\"}}}";
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
  }
}
