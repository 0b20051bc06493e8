package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.Backends;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.OperationClient;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.sns.Sns;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Sends the calls of some services to LocalStack, or to another emulator on one port.
 *
 * <p>What the gateway must know of a resource is asked there; what LocalStack can't do for the
 * platform, such as a text message to the inbox, stays with the embedded service. Thread-safe.
 */
public final class LocalStack implements Backends {

  private record Place(ServiceDefinition service, String account, String region) {}

  /** A client, and who knows about the resources that it is asked for. */
  private record Answering(SdkClient client, Object keeper) {}

  private final Set<String> services;
  private final Connections connections;
  private final Supplier<Cloud> cloud;
  private final HopSink hops;
  private final Map<Place, Answering> made = new ConcurrentHashMap<>();

  /**
   * @param services the ids of the services that go there
   * @param address where it answers; asked for at the first call, may wait until it does
   * @param cloud the cloud that the services belong to; there by the first call
   * @param hops where deliveries are recorded that the gateway can't see
   */
  public LocalStack(
      Set<String> services, Supplier<URI> address, Supplier<Cloud> cloud, HopSink hops) {
    this.services = Set.copyOf(services);
    this.connections = new Connections(address);
    this.cloud = cloud;
    this.hops = hops;
  }

  /**
   * Asks each service something, so that it is loaded before the platform needs it: LocalStack
   * loads a service at its first call, which for DynamoDB starts a JVM.
   *
   * @param region any region
   */
  public void warm(String region) {
    services.parallelStream().forEach(service -> warm(service, region));
  }

  private void warm(String service, String region) {
    switch (service) {
      case "dynamodb" -> warming(DynamoDbClient.class, region).listTables();
      case "kms" -> warming(KmsClient.class, region).listKeys();
      case "s3" -> warming(S3Client.class, region).listBuckets();
      case "sns" -> warming(SnsClient.class, region).listTopics();
      case "sqs" -> warming(SqsClient.class, region).listQueues();
      case "ssm" -> warming(SsmClient.class, region).describeParameters();
      default -> {} // Loaded when it is needed.
    }
  }

  private <C extends SdkClient> C warming(Class<C> type, String region) {
    return connections.client(type, "000000000000", region);
  }

  @Override
  public SdkClient choose(
      ServiceDefinition service, String account, String region, SdkClient embedded) {
    return services.contains(service.id())
        ? answering(service, account, region, embedded).client()
        : embedded;
  }

  @Override
  public Object keeper(
      ServiceDefinition service, String account, String region, SdkClient embedded) {
    return services.contains(service.id())
        ? answering(service, account, region, embedded).keeper()
        : embedded;
  }

  private Answering answering(
      ServiceDefinition service, String account, String region, SdkClient embedded) {
    Place place = new Place(service, account, region);
    Answering known = made.get(place);
    return known != null
        ? known
        : made.computeIfAbsent(place, any -> make(service, account, region, embedded));
  }

  private Answering make(
      ServiceDefinition service, String account, String region, SdkClient embedded) {
    SdkClient plain = connections.client(service.client(), account, region);
    if (plain instanceof SqsClient sqs) {
      return adapted(
          service, new Queues(sqs, account, region, this::endpoint, new Inferred(cloud, hops)));
    }
    if (plain instanceof SnsClient sns) {
      return adapted(service, new Topics(sns, (Sns) embedded));
    }
    if (plain instanceof S3Client s3) {
      return adapted(service, new Buckets(s3));
    }
    if (plain instanceof KmsClient kms) {
      return adapted(service, new Keys(kms));
    }
    return new Answering(plain, plain);
  }

  private static Answering adapted(ServiceDefinition service, Adapted<?> adapted) {
    return new Answering(OperationClient.of(service.client(), adapted), adapted);
  }

  private URI endpoint() {
    return cloud.get().endpoints().get(Endpoints.Server.AWS);
  }
}
