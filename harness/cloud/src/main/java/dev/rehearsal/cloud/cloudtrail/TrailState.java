package dev.rehearsal.cloud.cloudtrail;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailStatusResponse;
import software.amazon.awssdk.services.cloudtrail.model.Trail;

/** One trail: what it keeps, and how far it has come in what happened. Thread-safe. */
final class TrailState {

  private static final System.Logger LOG = System.getLogger(TrailState.class.getName());

  private final Surroundings aws;
  final Map<String, String> tags = new TreeMap<>();
  private Trail trail;
  private @Nullable TrailLog log;
  private Selectors selectors = Selectors.management();
  private @Nullable Digests digests;
  private boolean logging;
  private long seen;
  private @Nullable Instant started;
  private @Nullable Instant stopped;
  private @Nullable Instant delivered;
  private @Nullable String error;
  private @Nullable Instant logged;
  private @Nullable String logError;

  /**
   * @param log null where the trail's events go to no log
   */
  TrailState(Surroundings aws, Trail trail, @Nullable TrailLog log) {
    this.aws = aws;
    this.trail = trail;
    this.log = log;
  }

  synchronized Trail trail() {
    return trail;
  }

  synchronized void change(Trail changed, @Nullable TrailLog to) {
    trail = changed;
    log = to;
  }

  synchronized Selectors selectors() {
    return selectors;
  }

  synchronized void select(Selectors changed) {
    selectors = changed;
    trail = trail.toBuilder().hasCustomEventSelectors(true).build();
  }

  synchronized void start() {
    if (!logging) {
      logging = true;
      started = aws.clock().instant();
      seen = aws.history().after(Long.MAX_VALUE).next();
    }
  }

  /** Stops, once what happened until now is written. */
  synchronized void stop() {
    if (logging) {
      deliver();
      logging = false;
      stopped = aws.clock().instant();
    }
  }

  /** The keys that the trail's digests are signed with; empty where there are no digests yet. */
  synchronized Optional<Digests> digests() {
    return Optional.ofNullable(digests);
  }

  /** Writes what the selectors keep of what happened since the last time. */
  synchronized void deliver() {
    if (!logging) {
      return;
    }
    HopHistory.Tail tail = aws.history().after(seen);
    seen = tail.next();
    List<TrailEvent> events =
        tail.hops().stream()
            .filter(hop -> hop.kind() == Hop.Kind.AWS && !ownDelivery(hop))
            .map(hop -> TrailEvent.of(hop, aws.account()))
            .filter(this::ofRegion)
            .filter(selectors::keep)
            .toList();
    if (events.isEmpty()) {
      return;
    }
    Instant now = aws.clock().instant();
    send(events, now);
    try {
      files().write(events, delivered == null ? started() : delivered, now);
      delivered = now;
      error = null;
    } catch (AwsServiceException refused) {
      error = refused.awsErrorDetails().errorCode();
      LOG.log(
          System.Logger.Level.WARNING,
          "The trail {0} could not write to {1}: {2}",
          trail.name(),
          trail.s3BucketName(),
          refused.getMessage());
    }
  }

  private void send(List<TrailEvent> events, Instant now) {
    if (log == null) {
      return;
    }
    try {
      log.write(events);
      logged = now;
      logError = null;
    } catch (AwsServiceException refused) {
      logError = refused.awsErrorDetails().errorCode();
      LOG.log(
          System.Logger.Level.WARNING,
          "The trail {0} could not write to {1}: {2}",
          trail.name(),
          trail.cloudWatchLogsLogGroupArn(),
          refused.getMessage());
    }
  }

  private Instant started() {
    Instant at = started;
    return at == null ? aws.clock().instant() : at;
  }

  private LogFiles files() {
    if (Boolean.TRUE.equals(trail.logFileValidationEnabled()) && digests == null) {
      digests = new Digests(aws.clock().instant());
    }
    return new LogFiles(
        aws, trail, Boolean.TRUE.equals(trail.logFileValidationEnabled()) ? digests : null);
  }

  private boolean ofRegion(TrailEvent event) {
    boolean global = event.region().equals("us-east-1") && !aws.region().equals("us-east-1");
    if (global && event.service().matches("iam|cloudfront|sts")) {
      return Boolean.TRUE.equals(trail.includeGlobalServiceEvents());
    }
    return Boolean.TRUE.equals(trail.isMultiRegionTrail()) || event.region().equals(aws.region());
  }

  /** The trail's own writing would go on for ever. */
  private boolean ownDelivery(Hop hop) {
    return (log != null && log.made(hop))
        || hop.facts().getOrDefault("caller", "").equals("cloudtrail.amazonaws.com");
  }

  synchronized GetTrailStatusResponse status() {
    return GetTrailStatusResponse.builder()
        .isLogging(logging)
        .startLoggingTime(started)
        .stopLoggingTime(stopped)
        .latestDeliveryTime(delivered)
        .latestDeliveryError(error)
        .latestCloudWatchLogsDeliveryTime(logged)
        .latestCloudWatchLogsDeliveryError(logError)
        .latestDigestDeliveryTime(digests == null ? null : delivered)
        .build();
  }
}
