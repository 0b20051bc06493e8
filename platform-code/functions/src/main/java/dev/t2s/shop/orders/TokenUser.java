package dev.t2s.shop.orders;

import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;

/** A user who signs in with a token of IAM: no password is kept anywhere. */
public record TokenUser(Settings settings, SignedCalls calls) implements Database.User {

  @Override
  public String name() {
    return settings.required("DATABASE_IAM_USER");
  }

  @Override
  public String password() {
    return calls.databaseToken(
        settings.required("DATABASE_HOST"),
        Integer.parseInt(settings.required("DATABASE_PORT")),
        name());
  }

  /** Each token is a new one. */
  @Override
  public void forget() {}
}
