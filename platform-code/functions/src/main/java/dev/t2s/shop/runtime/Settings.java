package dev.t2s.shop.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function's settings: its environment variables. */
public final class Settings {

  private final Map<String, String> environment;

  public Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The settings of this process. */
  public static Settings ofProcess() {
    return new Settings(System.getenv());
  }

  /**
   * A setting that has no default.
   *
   * @throws IllegalStateException where it is not set
   */
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The environment variable "
                        + name
                        + " is not set on "
                        + text("AWS_LAMBDA_FUNCTION_NAME", "this function")
                        + "."));
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  public String text(String name, String standard) {
    return optional(name).orElse(standard);
  }

  /**
   * A list without a default, written with commas.
   *
   * @throws IllegalStateException where it is not set
   */
  public List<String> list(String name) {
    return List.of(required(name).split(","));
  }

  /**
   * A whole number.
   *
   * @throws IllegalStateException where it is set to something else
   */
  public int number(String name, int standard) {
    String text = text(name, String.valueOf(standard));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalStateException(
          "The environment variable " + name + " must be a whole number: " + text, notANumber);
    }
  }
}
