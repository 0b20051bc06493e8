package dev.rehearsal.stage.keep;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.cognito.Cognito;
import dev.rehearsal.cloud.cognito.StoredUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The users of the pool, with their ids and passwords' hashes. Tokens are not kept: all sign in
 * again.
 */
final class Users implements Part {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cognito cognito;
  private final String pool;

  /**
   * @param pool the pool's id, empty where there is none
   */
  Users(Cognito cognito, String pool) {
    this.cognito = cognito;
    this.pool = pool;
  }

  @Override
  public String name() {
    return "users.json";
  }

  @Override
  public void save(Path to) throws IOException {
    JSON.writeValue(to.toFile(), pool.isEmpty() ? List.of() : cognito.users(pool));
  }

  @Override
  public void load(Path from) throws IOException {
    if (!pool.isEmpty()) {
      cognito.restore(pool, List.of(JSON.readValue(from.toFile(), StoredUser[].class)));
    }
  }
}
