package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts an AWS endpoint by hand: {@code java … AwsServerMain [port] [any|verified]}. */
public final class AwsServerMain {

  private AwsServerMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4566;
    SignatureMode mode =
        arguments.length > 1 && arguments[1].equals("verified")
            ? SignatureMode.VERIFIED
            : SignatureMode.ANY;
    Path folder = Files.createTempDirectory("rehearsal-cloud");
    try (Cloud cloud =
            Cloud.with(CloudSettings.standalone(folder, folder.resolve("cache"))).build();
        AwsServer server = AwsServer.start(cloud, "127.0.0.1", port, mode)) {
      System.out.println("AWS endpoint: " + server.address());
      Thread.currentThread().join();
    }
  }
}
