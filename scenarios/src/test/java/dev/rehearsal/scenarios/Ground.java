package dev.rehearsal.scenarios;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.Project;
import dev.rehearsal.stage.StandaloneCloud;
import dev.rehearsal.terraform.Terraform;
import dev.rehearsal.terraform.TerraformSettings;
import dev.rehearsal.terraform.provider.Clients;
import dev.rehearsal.terraform.provider.ProviderServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkClient;

/** An empty AWS, and Terraform on one of the platform's environments. */
final class Ground implements AutoCloseable {

  private static final String REGION = "eu-west-1";
  private static final Caller ROOT = new Caller.Root("000000000000", null);

  private final StandaloneCloud aws;
  private final ProviderServer provider;
  private final Terraform terraform;

  Ground(Path folder, String environment, Map<String, String> further) {
    this(Project.around(Path.of("")), folder, environment, further);
  }

  /**
   * @param project whose Terraform and functions
   * @param folder where everything is kept
   * @param further variables beside those that must be given
   */
  Ground(Project project, Path folder, String environment, Map<String, String> further) {
    Path cache = Folders.cacheFolder(System.getenv());
    aws = StandaloneCloud.start("127.0.0.1", 0, false, folder.resolve("cloud"), cache);
    provider = ProviderServer.start(Clients.of(aws.cloud(), ROOT), REGION);
    Map<String, String> variables = new HashMap<>();
    variables.put("functions_archive", project.functionsArchive().toString());
    variables.put("migrate_archive", project.migrateArchive().toString());
    variables.put("payment_provider_api_key", "an-api-key");
    variables.put("payment_provider_webhook_key", "a-webhook-key");
    variables.put("origin_secret", "0123456789abcdef0123456789abcdef");
    variables.putAll(further);
    terraform =
        Terraform.open(
            TerraformSettings.embedded(
                    project.terraform(),
                    "environments/" + environment,
                    folder.resolve("terraform"),
                    cache,
                    provider)
                .withVariables(variables),
            event -> {});
  }

  Terraform terraform() {
    return terraform;
  }

  Cloud cloud() {
    return aws.cloud();
  }

  MovableClock clock() {
    return aws.clock();
  }

  <C extends SdkClient> C client(Class<C> type) {
    return cloud().client(type, ROOT, REGION);
  }

  String output(String name) {
    return java.util.Objects.requireNonNull(terraform.output().get(name), name).asText();
  }

  /** What the services hold. */
  Map<String, List<String>> leftovers() {
    return Leftovers.in(cloud(), ROOT, REGION);
  }

  @Override
  public void close() {
    terraform.close();
    provider.close();
    aws.close();
  }
}
