package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.value.Values;
import java.util.List;

/** Checks a provider block for what the embedded provider can't honour. */
final class ProviderConfiguration {

  private ProviderConfiguration() {}

  static void check(Values config, String account) {
    List<String> allowed = config.strings("allowed_account_ids");
    if ((!allowed.isEmpty() && !allowed.contains(account))
        || config.strings("forbidden_account_ids").contains(account)) {
      throw new ProviderException("AWS account ID not allowed: " + account);
    }
    for (String block : List.of("assume_role", "assume_role_with_web_identity", "ignore_tags")) {
      if (!config.blocks(block).isEmpty()) {
        throw new ProviderException(
            "The embedded provider does not serve the provider's " + block + " block",
            "Leave it out of the rehearsal with a dynamic block and a variable.",
            List.of(block));
      }
    }
  }
}
