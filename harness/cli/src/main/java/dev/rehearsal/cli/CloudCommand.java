package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StandaloneCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rehearse cloud}: the embedded AWS alone. */
@Command(
    name = "cloud",
    description = "Start the embedded AWS alone, on one port, for any AWS client.",
    footer = {
      "",
      "Any credentials do, and the account is 000000000000 unless the access key is an account's",
      "number. POST /_rehearsal/reset empties it.",
      "",
      "Example:",
      "  ./rehearse cloud --port 4566 &",
      "  aws --endpoint-url http://127.0.0.1:4566 s3 ls"
    })
final class CloudCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      defaultValue = "4566",
      paramLabel = "PORT",
      description = "The port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "The address to bind to. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--authorise",
      description = "Check signatures and enforce IAM policies, as on a stage.")
  private boolean authorise;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65535) {
      throw new BadInput("--port takes a number from 0 to 65535, not " + port + ".");
    }
    Path work = Files.createTempDirectory("rehearsal-cloud-");
    Path cache = Folders.cacheFolder(System.getenv());
    Path log = Files.createDirectories(cache).resolve("cloud.log");
    Logging.toFile(log);
    CountDownLatch stopped = new CountDownLatch(1);
    try (StandaloneCloud cloud = StandaloneCloud.start(host, port, authorise, work, cache)) {
      Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "cloud-stop"));
      System.out.println("The embedded AWS listens on " + cloud.address());
      System.out.println("  API Gateway's APIs       " + cloud.api());
      System.out.println("  CloudFront's edge        " + cloud.edge());
      System.out.println("    over TLS               " + cloud.secureEdge());
      System.out.println(
          "  empty it                 POST " + cloud.address() + "/_rehearsal/reset");
      System.out.println("  log                      " + log);
      System.out.println("Ctrl-C stops it.");
      System.out.flush();
      stopped.await();
    }
    return ExitCode.PASSED;
  }
}
