package dev.rehearsal.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The environment of the child: what it needs, and nothing of the user's AWS. */
final class TerraformEnvironment {

  private static final Set<String> PASSED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "TMPDIR",
          "TMP",
          "TEMP",
          "LANG",
          "LC_ALL",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "SYSTEMROOT",
          "APPDATA",
          "LOCALAPPDATA",
          "USERPROFILE",
          "GIT_SSH_COMMAND",
          "SSH_AUTH_SOCK");

  private TerraformEnvironment() {}

  static Map<String, String> of(TerraformSettings settings, Map<String, String> own) {
    Map<String, String> environment = new LinkedHashMap<>();
    own.forEach(
        (name, value) -> {
          if (PASSED.contains(name.toUpperCase(Locale.ROOT)) || name.startsWith("TF_VAR_")) {
            environment.put(name, value);
          }
        });
    environment.put("CHECKPOINT_DISABLE", "1");
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("TF_CLI_CONFIG_FILE", configuration(settings, own).toString());
    // A command lives for seconds: collecting its garbage less often saves a fifth of its time.
    environment.put("GOGC", "400");
    // The embedded provider must never meet a real account, nor the official one by accident.
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_CONFIG_FILE", settings.workFolder().resolve("no-aws-config").toString());
    environment.put(
        "AWS_SHARED_CREDENTIALS_FILE", settings.workFolder().resolve("no-aws-config").toString());
    if (settings.provider() != null) {
      environment.put("TF_REATTACH_PROVIDERS", settings.provider().reattach());
    } else {
      official(environment, settings.cacheFolder().resolve("terraform-providers"));
    }
    environment.putAll(settings.environment());
    return environment;
  }

  /** It is kept for later runs, and where it can't be had that is told at once. */
  private static void official(Map<String, String> environment, Path cache) {
    try {
      Files.createDirectories(cache);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    environment.put("TF_PLUGIN_CACHE_DIR", cache.toString());
    environment.put("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "true");
    environment.put("TF_REGISTRY_CLIENT_TIMEOUT", "5");
    environment.put("TF_REGISTRY_DISCOVERY_RETRY", "0");
  }

  /**
   * The user's own CLI configuration where there is one (it may name a mirror), else an empty one.
   */
  private static Path configuration(TerraformSettings settings, Map<String, String> own) {
    String named = own.get("TF_CLI_CONFIG_FILE");
    if (named != null && Files.isRegularFile(Path.of(named))) {
      return Path.of(named);
    }
    Path home = Path.of(own.getOrDefault("HOME", ".")).resolve(".terraformrc");
    if (Files.isRegularFile(home)) {
      return home;
    }
    Path empty = settings.workFolder().toAbsolutePath().resolve("terraform.rc");
    try {
      Files.createDirectories(settings.workFolder());
      Files.writeString(empty, "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return empty;
  }
}
