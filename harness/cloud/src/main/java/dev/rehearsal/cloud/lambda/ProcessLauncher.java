package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.Surroundings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Starts the JVMs that functions run in. */
final class ProcessLauncher implements AutoCloseable {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

  /** Quick to start and small: no second compiler, one collector thread, a heap that gives back. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xms12m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=25",
          "-Xss512k",
          "-XX:ReservedCodeCacheSize=32m",
          // What the compiler and the class loader needed for their work goes back to the system.
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:TrimNativeHeapInterval=5000",
          // The archives of classes at the address they were made for: moved, they are memory of
          // each JVM's own, and otherwise of all of them together.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xlog:disable");

  /** When a new JVM's classes are looked at: after its start, and once it has settled. */
  private static final List<Long> LOOKS_MILLIS = List.of(3_000L, 20_000L);

  private final Surroundings aws;
  private final RuntimeApi api;
  private final RoleSessions sessions;
  private final RuntimeLibraries libraries;
  private final SharedClassData classData;

  ProcessLauncher(Surroundings aws, RuntimeApi api, RoleSessions sessions) {
    this.aws = aws;
    this.api = api;
    this.sessions = sessions;
    this.libraries = RuntimeLibraries.in(aws.settings().cacheFolder());
    this.classData = new SharedClassData(aws.settings().cacheFolder());
  }

  /**
   * Starts a JVM in the function's role.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException where Lambda may not
   *     assume that role, or it was deleted since
   */
  FunctionProcess start(FunctionVersion version) {
    if (!ExecutionRole.assumable(aws, version.configuration().role())) {
      throw Errors.unassumable();
    }
    String id = aws.ids().hex(32);
    String stream =
        DAY.format(aws.clock().instant()) + "/[" + version.number() + "]" + aws.ids().hex(32);
    Path folder = aws.folder("lambda");
    FunctionLog log = new FunctionLog(folder.resolve(id + ".log"), aws.clock());
    FunctionConfiguration configuration = version.configuration();
    List<String> jvm = jvm(version);
    String key = key(jvm);
    Path seen = folder.resolve(id + ".classes");
    List<String> line = new ArrayList<>(jvm);
    classData.archive(key).ifPresent(file -> line.add(1, "-XX:SharedArchiveFile=" + file));
    line.add(line.indexOf("-Xlog:disable") + 1, "-Xlog:class+load=info:file=" + seen + ":none");
    // Beside what the archive of classes is known by: this file is the stage's own.
    line.add(1, "-Djavax.net.ssl.trustStore=" + trustStore());
    line.add(1, "-Xmx" + Math.max(64, configuration.memorySize() * 85L / 100) + "m");
    OptionalInt debugger = aws.settings().debugging().port(version.name());
    if (debugger.isPresent()) {
      awaitFree(debugger.getAsInt());
      line.add(
          1,
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:"
              + debugger.getAsInt());
    }
    line.add("dev.rehearsal.cloud.lambda.child.FunctionMain");
    line.add(configuration.handler());
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(version.code().taskRoot().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment(version, id, stream));
    try {
      FunctionProcess process = new FunctionProcess(id, version, builder.start(), log, stream);
      api.add(process);
      for (long delay : LOOKS_MILLIS) {
        learnFrom(process, key, jvm, seen, delay);
      }
      var unused = process.onExit().thenRun(() -> deleteQuietly(seen));
      return process;
    } catch (IOException failure) {
      log.close();
      throw new UncheckedIOException("A JVM for " + version.name() + " did not start.", failure);
    }
  }

  /**
   * The JVM before this one may still be dying; where the port stays taken, the new one says so.
   */
  private static void awaitFree(int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      try (ServerSocket free = new ServerSocket()) {
        free.setReuseAddress(true);
        free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException taken) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  /** Gives the function some time to load what it needs, then archives that. */
  private void learnFrom(
      FunctionProcess process, String key, List<String> jvm, Path seen, long delay) {
    ScheduledFuture<?> unused =
        aws.scheduler()
            .schedule(
                () -> {
                  if (process.alive() && process.initialised()) {
                    aws.workers().execute(() -> classData.learn(key, jvm, seen));
                  }
                },
                delay,
                TimeUnit.MILLISECONDS);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException leftBehind) {
      // It goes with the stage's folder.
      return;
    }
  }

  private List<String> jvm(FunctionVersion version) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(FLAGS);
    line.add("-Dfile.encoding=UTF-8");
    line.add(
        "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="
            + libraries.nativeLibrary());
    line.add("-cp");
    // The package's own jars stand here, and not only behind the client's own class loader,
    // because archived classes exist for the application class loader only.
    line.add(
        Stream.concat(
                libraries.classPath().stream(),
                Stream.concat(Stream.of(version.code().classes()), jars(version)))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    return line;
  }

  /** Like Lambda's own runtime of Java 17, functions trust the authority of RDS's certificates. */
  private synchronized Path trustStore() {
    Path file = aws.folder("lambda").resolve("authorities.jks");
    try {
      if (!Files.exists(file)) {
        aws.authority().writeTrustStore(file);
      }
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<Path> jars(FunctionVersion version) {
    Path lib = version.code().taskRoot().resolve("lib");
    if (!Files.isDirectory(lib)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(lib + " could not be read.", failure);
    }
  }

  private static String key(List<String> jvm) {
    String identity = System.getProperty("java.vm.version") + "\n" + String.join("\n", jvm);
    return HexFormat.of()
        .formatHex(
            CodeStore.sha256(identity.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 0, 12);
  }

  private Map<String, String> environment(FunctionVersion version, String id, String stream) {
    FunctionConfiguration configuration = version.configuration();
    AccessKeys.Key key = sessions.of(version);
    Map<String, String> variables = new java.util.HashMap<>();
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("MALLOC_ARENA_MAX", "1");
    variables.putAll(version.environment());
    variables.put("_HANDLER", configuration.handler());
    variables.put("LAMBDA_TASK_ROOT", version.code().taskRoot().toString());
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address(id));
    variables.put("AWS_LAMBDA_FUNCTION_NAME", version.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", version.number());
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", configuration.memorySize().toString());
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", version.logGroup());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + configuration.runtimeAsString());
    if (version.jsonLogs()) {
      variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
      variables.put(
          "AWS_LAMBDA_LOG_LEVEL", configuration.loggingConfig().applicationLogLevelAsString());
    }
    variables.put("AWS_REGION", aws.region());
    variables.put("AWS_DEFAULT_REGION", aws.region());
    variables.put("AWS_ACCESS_KEY_ID", key.id());
    variables.put("AWS_SECRET_ACCESS_KEY", key.secret());
    variables.put("AWS_SESSION_TOKEN", String.valueOf(key.sessionToken()));
    variables.put("AWS_ENDPOINT_URL", endpoint());
    return variables;
  }

  private String endpoint() {
    try {
      return aws.endpoints().get(Endpoints.Server.AWS).toString();
    } catch (IllegalStateException noServer) {
      // Nothing listens there: a function must never reach the real AWS by accident.
      return "http://127.0.0.1:9";
    }
  }

  @Override
  public void close() {
    classData.close();
  }
}
