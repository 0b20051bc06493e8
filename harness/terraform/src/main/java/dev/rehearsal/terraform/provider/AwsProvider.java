package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.protocol.ApplyResourceChange;
import dev.rehearsal.terraform.protocol.CallFunction;
import dev.rehearsal.terraform.protocol.Configure;
import dev.rehearsal.terraform.protocol.Diagnostic;
import dev.rehearsal.terraform.protocol.DynamicValue;
import dev.rehearsal.terraform.protocol.GetFunctions;
import dev.rehearsal.terraform.protocol.GetMetadata;
import dev.rehearsal.terraform.protocol.GetProviderSchema;
import dev.rehearsal.terraform.protocol.ImportResourceState;
import dev.rehearsal.terraform.protocol.MoveResourceState;
import dev.rehearsal.terraform.protocol.PlanResourceChange;
import dev.rehearsal.terraform.protocol.PrepareProviderConfig;
import dev.rehearsal.terraform.protocol.ProviderGrpc;
import dev.rehearsal.terraform.protocol.ReadDataSource;
import dev.rehearsal.terraform.protocol.ReadResource;
import dev.rehearsal.terraform.protocol.ServerCapabilities;
import dev.rehearsal.terraform.protocol.Stop;
import dev.rehearsal.terraform.protocol.UpgradeResourceState;
import dev.rehearsal.terraform.protocol.ValidateDataSourceConfig;
import dev.rehearsal.terraform.protocol.ValidateResourceTypeConfig;
import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.value.DynamicValues;
import dev.rehearsal.terraform.value.Values;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Answers Terraform. Thread-safe. */
final class AwsProvider extends ProviderGrpc.ProviderImplBase {

  private static final ServerCapabilities CAPABILITIES =
      ServerCapabilities.newBuilder().setGetProviderSchemaOptional(true).build();

  private final Catalog catalog;
  private final Clients clients;
  private final SchemaAnswer schemas;
  private final ProviderServer.Place place;

  AwsProvider(Catalog catalog, Clients clients, SchemaAnswer schemas, ProviderServer.Place place) {
    this.catalog = catalog;
    this.clients = clients;
    this.schemas = schemas;
    this.place = place;
  }

  @Override
  public void getMetadata(GetMetadata.Request request, StreamObserver<GetMetadata.Response> out) {
    schemas.read();
    GetMetadata.Response.Builder answer =
        GetMetadata.Response.newBuilder().setServerCapabilities(CAPABILITIES);
    schemas
        .resources()
        .forEach(
            name ->
                answer.addResources(GetMetadata.ResourceMetadata.newBuilder().setTypeName(name)));
    schemas
        .dataSources()
        .forEach(
            name ->
                answer.addDataSources(
                    GetMetadata.DataSourceMetadata.newBuilder().setTypeName(name)));
    reply(out, answer.build());
  }

  @Override
  public void getSchema(
      GetProviderSchema.Request request, StreamObserver<GetProviderSchema.Response> out) {
    reply(out, schemas.get(CAPABILITIES));
  }

  @Override
  public void prepareProviderConfig(
      PrepareProviderConfig.Request request, StreamObserver<PrepareProviderConfig.Response> out) {
    reply(
        out,
        PrepareProviderConfig.Response.newBuilder().setPreparedConfig(request.getConfig()).build());
  }

  @Override
  public void configure(Configure.Request request, StreamObserver<Configure.Response> out) {
    Configure.Response.Builder answer = Configure.Response.newBuilder();
    guard(
        answer::addDiagnostics,
        () -> {
          Values config = Values.of(orEmpty(DynamicValues.decode(request.getConfig())));
          String region = config.text("region");
          settings()
              .set(
                  new ProviderSettings(
                      region == null ? place.region() : region,
                      config.block("default_tags").map(tags -> tags.map("tags")).orElse(Map.of()),
                      place.root()));
          ProviderConfiguration.check(config, clients.account());
        });
    reply(out, answer.build());
  }

  @Override
  public void validateResourceTypeConfig(
      ValidateResourceTypeConfig.Request request,
      StreamObserver<ValidateResourceTypeConfig.Response> out) {
    ValidateResourceTypeConfig.Response.Builder answer =
        ValidateResourceTypeConfig.Response.newBuilder();
    Engine engine = catalog.resources().get(request.getTypeName());
    if (engine != null) {
      guard(
          answer::addDiagnostics,
          () ->
              engine
                  .validate(orEmpty(DynamicValues.decode(request.getConfig())))
                  .forEach(finding -> answer.addDiagnostics(Diagnostics.of(finding))));
    }
    reply(out, answer.build());
  }

  @Override
  public void validateDataSourceConfig(
      ValidateDataSourceConfig.Request request,
      StreamObserver<ValidateDataSourceConfig.Response> out) {
    reply(out, ValidateDataSourceConfig.Response.getDefaultInstance());
  }

  @Override
  public void upgradeResourceState(
      UpgradeResourceState.Request request, StreamObserver<UpgradeResourceState.Response> out) {
    UpgradeResourceState.Response.Builder answer = UpgradeResourceState.Response.newBuilder();
    guard(
        answer::addDiagnostics,
        () -> {
          answer.setUpgradedState(
              encode(
                  request.getTypeName(),
                  DynamicValues.decodeJson(request.getRawState().getJson())));
        });
    reply(out, answer.build());
  }

  @Override
  public void readResource(
      ReadResource.Request request, StreamObserver<ReadResource.Response> out) {
    ReadResource.Response.Builder answer =
        ReadResource.Response.newBuilder().setPrivate(request.getPrivate());
    guard(
        answer::addDiagnostics,
        () -> {
          Engine engine = catalog.resource(request.getTypeName());
          Map<String, @Nullable Object> state =
              orEmpty(DynamicValues.decode(request.getCurrentState()));
          answer.setNewState(encode(request.getTypeName(), engine.read(configured(), state)));
        });
    reply(out, answer.build());
  }

  @Override
  public void planResourceChange(
      PlanResourceChange.Request request, StreamObserver<PlanResourceChange.Response> out) {
    PlanResourceChange.Response.Builder answer =
        PlanResourceChange.Response.newBuilder().setLegacyTypeSystem(true);
    guard(
        answer::addDiagnostics,
        () -> {
          Engine engine = catalog.resource(request.getTypeName());
          Map<String, @Nullable Object> proposed =
              DynamicValues.decode(request.getProposedNewState());
          if (proposed == null) {
            answer.setPlannedState(request.getProposedNewState());
            return;
          }
          Planner.Planned plan =
              engine.plan(
                  configured(),
                  DynamicValues.decode(request.getPriorState()),
                  proposed,
                  orEmpty(DynamicValues.decode(request.getConfig())));
          answer.setPlannedState(encode(request.getTypeName(), plan.state()));
          plan.replaces().forEach(path -> answer.addRequiresReplace(Diagnostics.path(path)));
        });
    reply(out, answer.setPlannedPrivate(request.getPriorPrivate()).build());
  }

  @Override
  public void applyResourceChange(
      ApplyResourceChange.Request request, StreamObserver<ApplyResourceChange.Response> out) {
    ApplyResourceChange.Response.Builder answer =
        ApplyResourceChange.Response.newBuilder()
            .setLegacyTypeSystem(true)
            .setNewState(request.getPriorState())
            .setPrivate(request.getPlannedPrivate());
    guard(
        answer::addDiagnostics,
        () -> {
          Engine engine = catalog.resource(request.getTypeName());
          Engine.Applied applied =
              engine.apply(
                  configured(),
                  DynamicValues.decode(request.getPriorState()),
                  DynamicValues.decode(request.getPlannedState()),
                  orEmpty(DynamicValues.decode(request.getConfig())));
          answer.setNewState(encode(request.getTypeName(), applied.state()));
          if (applied.error() != null) {
            answer.addDiagnostics(Diagnostics.of(applied.error()));
          }
        });
    reply(out, answer.build());
  }

  @Override
  public void importResourceState(
      ImportResourceState.Request request, StreamObserver<ImportResourceState.Response> out) {
    ImportResourceState.Response.Builder answer = ImportResourceState.Response.newBuilder();
    guard(
        answer::addDiagnostics,
        () -> {
          Engine engine = catalog.resource(request.getTypeName());
          DynamicValue state =
              encode(request.getTypeName(), engine.imported(configured(), request.getId()));
          answer.addImportedResources(
              ImportResourceState.ImportedResource.newBuilder()
                  .setTypeName(request.getTypeName())
                  .setState(state));
        });
    reply(out, answer.build());
  }

  @Override
  public void moveResourceState(
      MoveResourceState.Request request, StreamObserver<MoveResourceState.Response> out) {
    reply(
        out,
        MoveResourceState.Response.newBuilder()
            .addDiagnostics(
                Diagnostics.error(
                    "Move Resource State Not Supported",
                    "The resource type \""
                        + request.getTargetTypeName()
                        + "\" does not support moving its state from \""
                        + request.getSourceTypeName()
                        + "\". Remove the moved block, then remove and import the resource.",
                    List.of()))
            .build());
  }

  @Override
  public void readDataSource(
      ReadDataSource.Request request, StreamObserver<ReadDataSource.Response> out) {
    ReadDataSource.Response.Builder answer = ReadDataSource.Response.newBuilder();
    guard(
        answer::addDiagnostics,
        () -> {
          DataSource source = catalog.dataSource(request.getTypeName());
          Block schema = catalog.dataSourceSchema(request.getTypeName());
          Map<String, @Nullable Object> config = orEmpty(DynamicValues.decode(request.getConfig()));
          Map<String, @Nullable Object> values = new LinkedHashMap<>(config);
          if (schema.attributes().containsKey("region") && values.get("region") == null) {
            values.put("region", configured().region());
          }
          ResourceInstance it =
              new ResourceInstance(
                  schema, new Rules(), clients, configured(), values, null, config);
          try {
            source.read(it);
          } catch (AwsServiceException error) {
            throw new ProviderException(
                "reading " + request.getTypeName() + ": " + it.lastCall().describe(error));
          }
          answer.setState(DynamicValues.encode(schema, values));
        });
    reply(out, answer.build());
  }

  @Override
  public void getFunctions(
      GetFunctions.Request request, StreamObserver<GetFunctions.Response> out) {
    reply(out, GetFunctions.Response.newBuilder().putAllFunctions(ProviderFunctions.all()).build());
  }

  @Override
  public void callFunction(
      CallFunction.Request request, StreamObserver<CallFunction.Response> out) {
    reply(out, ProviderFunctions.call(request));
  }

  @Override
  public void stop(Stop.Request request, StreamObserver<Stop.Response> out) {
    reply(out, Stop.Response.getDefaultInstance());
  }

  private DynamicValue encode(String type, @Nullable Map<String, ?> value) {
    return DynamicValues.encode(schemas.resource(type), value);
  }

  private static AtomicReference<@Nullable ProviderSettings> settings() {
    return Connections.current();
  }

  private ProviderSettings configured() {
    ProviderSettings known = settings().get();
    return known == null ? new ProviderSettings(place.region(), Map.of(), place.root()) : known;
  }

  private static Map<String, @Nullable Object> orEmpty(
      @Nullable Map<String, @Nullable Object> value) {
    return Objects.requireNonNullElseGet(value, LinkedHashMap::new);
  }

  /** Turns what goes wrong into a diagnostic: Terraform's user sees no stack trace. */
  private static void guard(Consumer<Diagnostic> diagnostics, Runnable work) {
    try {
      work.run();
    } catch (ProviderException told) {
      diagnostics.accept(Diagnostics.of(told));
    } catch (RuntimeException unexpected) {
      diagnostics.accept(
          Diagnostics.error(
              "The embedded provider failed: " + unexpected,
              "This is a fault of the embedded provider, in " + Engine.where(unexpected) + ".",
              List.of()));
    }
  }

  private static <T> void reply(StreamObserver<T> out, T answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
