package dev.rehearsal.terraform;

import dev.rehearsal.terraform.provider.ProviderServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to run Terraform on, and how.
 *
 * @param tree the folder that holds the whole configuration, its modules included
 * @param root the root module inside it, for example {@code environments/dev}
 * @param workFolder where the configuration is copied to and the state is kept
 * @param cacheFolder the user's cache, where a downloaded Terraform is kept
 * @param variables the root module's variables, asked for by each command that needs them; strings
 *     as they are, lists and objects as JSON
 * @param provider the embedded provider, or null to let Terraform use the official one
 * @param environment further environment variables, such as the official provider's endpoint
 * @param parallelism how many resources Terraform works on at once
 * @param timeout how long one command may take
 */
public record TerraformSettings(
    Path tree,
    String root,
    Path workFolder,
    Path cacheFolder,
    Supplier<Map<String, String>> variables,
    @Nullable ProviderServer provider,
    Map<String, String> environment,
    int parallelism,
    Duration timeout) {

  /** The usual settings with the embedded provider. */
  public static TerraformSettings embedded(
      Path tree, String root, Path workFolder, Path cacheFolder, ProviderServer provider) {
    return usual(
        tree,
        root,
        workFolder,
        cacheFolder,
        Objects.requireNonNull(provider),
        Map.of(),
        Duration.ofMinutes(10));
  }

  /**
   * The usual settings with the official provider: Terraform downloads it, or finds it where the
   * user's CLI configuration says.
   *
   * @param environment what points it to the stage: endpoint, keys, region
   */
  public static TerraformSettings official(
      Path tree, String root, Path workFolder, Path cacheFolder, Map<String, String> environment) {
    return usual(
        tree, root, workFolder, cacheFolder, null, Map.copyOf(environment), Duration.ofMinutes(20));
  }

  private static TerraformSettings usual(
      Path tree,
      String root,
      Path workFolder,
      Path cacheFolder,
      @Nullable ProviderServer provider,
      Map<String, String> environment,
      Duration timeout) {
    return new TerraformSettings(
        tree, root, workFolder, cacheFolder, Map::of, provider, environment, 32, timeout);
  }

  /** These settings with variables of the root module. */
  public TerraformSettings withVariables(Map<String, String> variables) {
    return withVariables(() -> variables);
  }

  /** These settings with variables of the root module that are known later. */
  public TerraformSettings withVariables(Supplier<Map<String, String>> variables) {
    return new TerraformSettings(
        tree,
        root,
        workFolder,
        cacheFolder,
        variables,
        provider,
        environment,
        parallelism,
        timeout);
  }

  /** These settings with another time limit. */
  public TerraformSettings withTimeout(Duration timeout) {
    return new TerraformSettings(
        tree,
        root,
        workFolder,
        cacheFolder,
        variables,
        provider,
        environment,
        parallelism,
        timeout);
  }
}
