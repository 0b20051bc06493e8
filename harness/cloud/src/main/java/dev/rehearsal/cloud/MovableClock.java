package dev.rehearsal.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, or one that stands still, moved ahead. Thread-safe. */
public final class MovableClock extends Clock {

  private final Clock base;
  private volatile Duration ahead = Duration.ZERO;

  public MovableClock() {
    base = Clock.systemUTC();
  }

  /** A clock that stands still until it is moved. */
  public MovableClock(Instant standing) {
    base = Clock.fixed(standing, ZoneOffset.UTC);
  }

  /** Lets time pass at once. */
  public synchronized void move(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead);
  }
}
