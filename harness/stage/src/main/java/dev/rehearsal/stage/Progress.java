package dev.rehearsal.stage;

import java.time.Duration;

/** Hears how the standing up gets on. Called from several threads. */
public interface Progress {

  /** Something began that a person may have to wait for. */
  void began(String what);

  /** It is done. */
  void done(String what, Duration took);

  /** A detail of what is going on, such as the resource that Terraform has just made. */
  default void detail(String text) {}

  /** Tells nobody. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void began(String what) {}

      @Override
      public void done(String what, Duration took) {}
    };
  }
}
