package dev.t2s.shop.runtime;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A secret of Secrets Manager with JSON fields: read once, and again when it was rotated. */
public final class Secret {

  private final SecretsManagerClient secrets;
  private final String arn;
  private @Nullable Json fields;

  public Secret(SecretsManagerClient secrets, String arn) {
    this.secrets = secrets;
    this.arn = arn;
  }

  /**
   * A field's value.
   *
   * @throws IllegalStateException where the secret has no such field
   */
  public synchronized String field(String name) {
    Json known = fields;
    if (known == null) {
      known = Json.parse(secrets.getSecretValue(get -> get.secretId(arn)).secretString());
      fields = known;
    }
    return known
        .text(name)
        .orElseThrow(
            () -> new IllegalStateException("The secret " + arn + " has no field " + name + "."));
  }

  /** Forgets the value: the next use reads it anew. */
  public synchronized void forget() {
    fields = null;
  }
}
