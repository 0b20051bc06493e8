package dev.rehearsal.stage.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the platform stands: the same Terraform, the same journeys on each. */
public enum Target {
  /** Everything in this JVM and its children. */
  EMBEDDED,
  /** LocalStack and PostgreSQL in containers of their own; embedded what they lack. */
  CONTAINERS,
  /** The sandbox of docker-compose.yml, with a LocalStack and a PostgreSQL beside the harness. */
  COMPOSE;

  /** The name a person types. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The target of a name; empty where there is none. */
  public static Optional<Target> named(String id) {
    return Arrays.stream(values()).filter(target -> target.id().equals(id)).findFirst();
  }

  /** All names. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Target::id).toList();
  }
}
