package dev.rehearsal.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.cognito.Cognito;
import dev.rehearsal.cloud.dynamodb.DynamoDb;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.cloud.lambda.Lambda;
import dev.rehearsal.cloud.logs.Logs;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.cloud.rds.Rds;
import dev.rehearsal.gateway.AccessReview;
import dev.rehearsal.gateway.Ledger;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.gateway.faults.FaultTarget;
import dev.rehearsal.stage.desk.Desk;
import dev.rehearsal.stage.desk.DeskFacts;
import dev.rehearsal.stage.desk.DeskSources;
import dev.rehearsal.stage.desk.StateResources;
import dev.rehearsal.terraform.Terraform;
import dev.rehearsal.terraform.TerraformEvent;
import dev.rehearsal.terraform.TerraformRun;
import dev.rehearsal.terraform.TerraformSettings;
import dev.rehearsal.terraform.provider.Clients;
import dev.rehearsal.terraform.provider.ProviderServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The platform on the embedded AWS. Servers start side by side; Terraform applies; then the schema
 * is migrated and the site uploaded, again side by side. Functions are warmed once all that stands.
 */
public final class EmbeddedStage implements Stage {

  private static final System.Logger LOG = System.getLogger(EmbeddedStage.class.getName());

  /** What the functions a customer waits for are called in the outputs. */
  private static final List<String> WARM =
      List.of("catalog", "cart", "checkout", "outbox-relay", "notifications");

  /** The one of them that the first request is for, mostly. */
  private static final List<String> FIRST = WARM.subList(0, 1);

  /** How Terraform reports that one of the functions is there; the group is its name in outputs. */
  private static final Pattern FUNCTION =
      Pattern.compile("\\baws_lambda_function\\.\\w+\\[\"(.+)\"]$");

  private static final String MIGRATE = "database-migrate";

  /** Longer than the functions wait for the payment provider. */
  private static final Duration PAYMENT_TOO_LATE = Duration.ofSeconds(8);

  private final StageSettings settings;
  private final Project project;
  private final Street street;
  private final ProviderServer provider;
  private final CompletableFuture<PaymentProvider> payments;
  private final ExecutorService workers;
  private final Secrets secrets = Secrets.random();
  private final Terraform terraform;
  private volatile Map<String, String> outputs = Map.of();
  private volatile @Nullable Desk desk;
  private volatile boolean closed;

  private EmbeddedStage(StageSettings settings, Progress progress) {
    this.settings = settings;
    this.project = new Project(settings.project());
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "stage");
              thread.setDaemon(true);
              return thread;
            });
    this.street = Street.open(Street.Plan.of(settings));
    this.payments = CompletableFuture.supplyAsync(this::startPayments, workers);
    this.provider = ProviderServer.start(Clients.of(street.cloud, administrator()), region());
    this.terraform =
        Terraform.open(
            terraformSettings(),
            event -> {
              tell(progress, event);
              warmEarly(event);
            });
  }

  private PaymentProvider startPayments() {
    PaymentProvider started =
        PaymentProvider.start(
            new PaymentProvider.Settings(
                secrets.paymentApiKey(), secrets.paymentWebhookKey(), PAYMENT_TOO_LATE),
            street.cloud.ids(),
            street.ledger,
            street.faults);
    started.tell(URI.create(shop() + "/api/webhooks/payments"));
    return started;
  }

  /**
   * Stands the platform up.
   *
   * @throws StageFailure where that fails; everything started is stopped again
   */
  public static EmbeddedStage stand(StageSettings settings, Progress progress) {
    Project project = new Project(settings.project());
    project.functionsArchive();
    project.migrateArchive();
    EmbeddedStage stage = new EmbeddedStage(settings, progress);
    try {
      stage.raise(progress);
      return stage;
    } catch (RuntimeException failed) {
      try {
        stage.close();
      } catch (RuntimeException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  private void raise(Progress progress) {
    Timed timed = new Timed(progress, workers);
    CompletableFuture<Void> initialised =
        CompletableFuture.runAsync(terraform::initialise, workers);
    CompletableFuture<Void> database = timed.later("PostgreSQL", () -> embedded(Rds.class).warm());
    CompletableFuture<Void> provider = timed.later("payment provider", () -> payments().warm());
    CompletableFuture<Void> tables =
        street.backing.routing().embeds("dynamodb")
            ? timed.later("DynamoDB Local", () -> embedded(DynamoDb.class).warm())
            : CompletableFuture.completedFuture(null);
    Timed.await(initialised);
    apply(timed);
    Timed.await(database);
    Timed.await(tables);
    Timed.await(provider);
    CompletableFuture<Void> site = timed.later("site uploaded", this::upload);
    Set<String> debugged = settings.debugging().ports().keySet();
    CompletableFuture<Void> functions =
        debugged.isEmpty()
            ? CompletableFuture.completedFuture(null)
            : timed.later("debugged functions started", () -> warm(debugged));
    ahead(() -> warm(FIRST));
    timed.run("database migrated", this::migrate);
    Timed.await(site);
    Timed.await(functions);
    ahead(this::warmInTurn);
    writeAuthority();
    openDesk();
  }

  private void openDesk() {
    if (settings.ports().desk() < 0) {
      return;
    }
    DeskFacts facts =
        new DeskFacts(
            target(),
            settings.environment(),
            region(),
            shop(),
            api(),
            aws(),
            Street.ADMIN_KEY,
            Street.ADMIN_SECRET);
    desk =
        Desk.open(
            new DeskSources(
                facts,
                this::outputs,
                () -> StateResources.read(terraform.state()),
                street.inbox,
                street.ledger,
                embedded(Logs.class)),
            settings.ports().desk());
  }

  /** Puts a small catalogue into the shop, for people to look at. Journeys bring their own. */
  public void seed() {
    new Seed(client(DynamoDbClient.class), output("products_table")).put(project.products());
  }

  /** The short names of all functions. */
  public List<String> functions() {
    List<String> names = new ArrayList<>();
    functionNames().fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Override
  public Duration patience(Duration usual) {
    return settings.debugging().limit(usual);
  }

  /** Applies the configuration as its files are now, and uploads the site again. */
  public void reapply(Progress progress) {
    apply(new Timed(progress, workers));
    upload();
    warm(WARM); // Only what has changed has no JVM any more.
  }

  /** Hands every function the package as it is built now; their next invocations run it. */
  public void updateFunctions() {
    SdkBytes code = SdkBytes.fromByteArray(bytes(project.functionsArchive()));
    for (JsonNode name : functionNames()) {
      client(LambdaClient.class)
          .updateFunctionCode(update -> update.functionName(name.asText()).zipFile(code));
    }
    // Their JVMs start now, and not one after the other as a journey comes to them.
    warm(WARM);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new StageFailure(file + " can't be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private void apply(Timed timed) {
    TerraformRun applied = timed.now("terraform apply", () -> terraform.apply());
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> output : terraform.output().entrySet()) {
      JsonNode value = output.getValue();
      if (!value.isNull()) {
        read.put(output.getKey(), value.isValueNode() ? value.asText() : value.toString());
      }
    }
    outputs = Map.copyOf(read);
    if (applied.added() == 0 && read.isEmpty()) {
      throw new StageFailure("Terraform applied nothing: is the environment empty?", null);
    }
  }

  /** Uploads the site's files as they are now, and makes the edge forget the old ones. */
  public void upload() {
    Map<String, @Nullable String> config = new HashMap<>();
    config.put("region", region());
    config.put("userPoolClientId", outputs.get("user_pool_client_id"));
    config.put("cognitoEndpoint", aws().toString());
    new Site(project.storefront(), client(S3Client.class), client(CloudFrontClient.class))
        .upload(output("site_bucket"), config, output("distribution_id"));
  }

  private void migrate() {
    InvokeResponse answer =
        client(LambdaClient.class)
            .invoke(request -> request.functionName(output("migrate_function_name")));
    if (answer.functionError() != null) {
      throw new StageFailure(
          "The database could not be migrated: " + answer.payload().asUtf8String(), null);
    }
  }

  /** Does what can be done later as well; nobody is told where the stage closes meanwhile. */
  private void ahead(Runnable work) {
    workers.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException failure) {
            if (!closed) {
              LOG.log(System.Logger.Level.WARNING, "Something was not made ready ahead", failure);
            }
          }
        });
  }

  /** Starts functions all at once. */
  private void warm(Collection<String> functions) {
    var unused = starting(functions).map(Supplier::get).toList();
  }

  /** Makes the rest ready one at a time: requests that come meanwhile must not wait long. */
  private void warmInTurn() {
    embedded(Cognito.class).warm();
    starting(WARM).takeWhile(each -> !closed).forEach(each -> each.get().join());
  }

  private Stream<Supplier<CompletableFuture<Void>>> starting(Collection<String> functions) {
    Lambda lambda = embedded(Lambda.class);
    JsonNode names = functionNames();
    return functions.stream()
        .map(names::path)
        .filter(JsonNode::isTextual)
        .map(name -> () -> lambda.warm(name.textValue()));
  }

  /** The JVM that everything waits for starts while Terraform goes on. */
  private void warmEarly(TerraformEvent event) {
    if (!(event instanceof TerraformEvent.Finished made) || !made.action().equals("create")) {
      return;
    }
    Matcher function = FUNCTION.matcher(made.address());
    if (function.find() && function.group(1).equals(MIGRATE)) {
      String ending = "-" + function.group(1);
      ahead(
          () -> {
            Lambda lambda = embedded(Lambda.class);
            lambda.listFunctions().functions().stream()
                .map(FunctionConfiguration::functionName)
                .filter(name -> name.endsWith(ending))
                .map(lambda::warm)
                .forEach(CompletableFuture::join);
          });
    }
  }

  private JsonNode functionNames() {
    try {
      return new ObjectMapper().readTree(output("function_names"));
    } catch (JsonProcessingException noJson) {
      throw new StageFailure("The Terraform output function_names is no map.", noJson);
    }
  }

  private TerraformSettings terraformSettings() {
    String root = "environments/" + settings.environment();
    Path work = settings.workFolder().resolve("terraform");
    TerraformSettings terraform =
        settings.officialProvider()
            ? TerraformSettings.official(
                project.terraform(),
                root,
                work,
                settings.cacheFolder(),
                Map.of(
                    "AWS_ENDPOINT_URL",
                    aws().toString(),
                    "AWS_ACCESS_KEY_ID",
                    Street.ADMIN_KEY,
                    "AWS_SECRET_ACCESS_KEY",
                    Street.ADMIN_SECRET,
                    "AWS_REGION",
                    region()))
            : TerraformSettings.embedded(
                project.terraform(), root, work, settings.cacheFolder(), provider);
    return terraform.withVariables(this::variables);
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("functions_archive", project.functionsArchive().toString());
    variables.put("migrate_archive", project.migrateArchive().toString());
    variables.put("payment_provider_url", payments().address().toString());
    variables.put("payment_provider_api_key", secrets.paymentApiKey());
    variables.put("payment_provider_webhook_key", secrets.paymentWebhookKey());
    variables.put("origin_secret", secrets.origin());
    variables.put("sign_in_endpoint", aws().toString());
    return variables;
  }

  private Caller administrator() {
    return new Caller.Root(settings.account(), Street.ADMIN_KEY);
  }

  /** The embedded service itself, past the gateway. */
  public <T extends SdkClient> T embedded(Class<T> implementation) {
    return street.cloud.peer(implementation, settings.account(), region());
  }

  private String output(String name) {
    String value = outputs.get(name);
    if (value == null) {
      throw new StageFailure("The Terraform output " + name + " is missing.", null);
    }
    return value;
  }

  private static void tell(Progress progress, TerraformEvent event) {
    if (event instanceof TerraformEvent.Finished || event instanceof TerraformEvent.Reported) {
      progress.detail(event.toString());
    }
  }

  /** The embedded AWS behind this stage. */
  public Cloud cloud() {
    return street.cloud;
  }

  /** Terraform on this stage's configuration and state. */
  public Terraform terraform() {
    return terraform;
  }

  /** What a person and other commands must know to use the stage, by name. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("target", target());
    facts.put("region", region());
    facts.put("shop", shop().toString());
    facts.put("shop.tls", secureShop().toString());
    facts.put("authority", authorityFile().toString());
    facts.put("api", api().toString());
    facts.put("aws", aws().toString());
    Desk opened = desk;
    if (opened != null) {
      facts.put("desk", opened.address().toString());
    }
    facts.put("accessKeyId", Street.ADMIN_KEY);
    facts.put("secretAccessKey", Street.ADMIN_SECRET);
    facts.put("terraform.root", terraform.root().toString());
    facts.put("terraform.program", terraform.program().toString());
    terraform.environment().forEach((name, value) -> facts.put("terraform.env." + name, value));
    return facts;
  }

  /** The file with the certificate of the stage's authority, for clients that shall trust it. */
  public Path authorityFile() {
    return settings.workFolder().resolve("authority.pem");
  }

  private void writeAuthority() {
    try {
      Files.writeString(authorityFile(), authority().pem());
    } catch (IOException unwritable) {
      throw new StageFailure(authorityFile() + " can't be written.", unwritable);
    }
  }

  /** The stage's clock: moved, it lets schedules, hidden messages and sessions come due. */
  public MovableClock clock() {
    return street.clock;
  }

  @Override
  public Instant now() {
    return street.clock.instant();
  }

  @Override
  public void pass(Duration time) {
    street.clock.move(time);
  }

  /** What the platform's roles are allowed, and what of it they used so far. */
  public AccessReview access() {
    return AccessReview.of(embedded(Iam.class), street.access.uses());
  }

  /** The payment provider's stand-in. */
  public PaymentProvider payments() {
    return payments.join();
  }

  @Override
  public String target() {
    return settings.target().id();
  }

  @Override
  public URI shop() {
    return street.edge.address();
  }

  @Override
  public URI secureShop() {
    return street.edge.secureAddress();
  }

  @Override
  public CertificateAuthority authority() {
    return street.cloud.authority();
  }

  @Override
  public URI api() {
    return URI.create(street.api.address() + "/api");
  }

  @Override
  public URI aws() {
    return street.aws.address();
  }

  @Override
  public String region() {
    return StageSettings.REGION;
  }

  @Override
  public Map<String, String> outputs() {
    return outputs;
  }

  @Override
  public <C extends SdkClient> C client(Class<C> type, String region) {
    return street.cloud.client(type, administrator(), region, "stage");
  }

  @Override
  public Connection database() throws SQLException {
    int port = Integer.parseInt(output("database_port"));
    for (DBInstance instance : embeddedInstances()) {
      if (instance.endpoint().port() == port) {
        return embedded(Rds.class)
            .superuser(instance.dbInstanceIdentifier(), output("database_name"));
      }
    }
    throw new SQLException("The database instance behind port " + port + " is gone.");
  }

  private List<DBInstance> embeddedInstances() {
    RdsClient rds = embedded(Rds.class);
    return rds.describeDBInstances().dbInstances();
  }

  @Override
  public Inbox inbox() {
    return street.inbox;
  }

  @Override
  public Ledger ledger() {
    return street.ledger;
  }

  private void closePayments() {
    try {
      payments().close();
    } catch (CompletionException neverStarted) {
      // Whoever waited for it was told why.
      return;
    }
  }

  @Override
  public FaultPlan faults() {
    return street.faults;
  }

  @Override
  public List<String> unobserved() {
    return street.backing.unobserved();
  }

  @Override
  public Optional<String> unreachable(FaultSpec fault) {
    return fault.on() instanceof FaultTarget.Call call
            && "sns".equals(fault.by())
            && call.service().equals("sqs")
            && !street.backing.routing().embeds("sns")
        ? Optional.of("SNS delivers to queues inside LocalStack, past the gateway.")
        : Optional.empty();
  }

  @Override
  public Optional<String> unserved(String operation) {
    return street.backing.unserved(operation);
  }

  @Override
  public Optional<String> broken() {
    return street.backing.broken();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Desk opened = desk;
    if (opened != null) {
      opened.close();
    }
    terraform.close();
    provider.close();
    closePayments();
    street.close();
    workers.shutdownNow();
  }
}
