package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.cloudwatch.CloudWatch;
import java.util.Map;

/** Lambda's own metrics. No AWS calls: Lambda reports them from inside. */
final class Metrics {

  private static final String NAMESPACE = "AWS/Lambda";

  private final Surroundings aws;

  Metrics(Surroundings aws) {
    this.aws = aws;
  }

  void invoked(FunctionVersion version, Engine.Run run) {
    put(version, "Invocations", 1, "Count");
    put(version, "Errors", run.outcome() instanceof Outcome.Failed ? 1 : 0, "Count");
    put(version, "Duration", run.duration().toNanos() / 1e6, "Milliseconds");
  }

  void throttled(FunctionVersion version) {
    put(version, "Throttles", 1, "Count");
  }

  private void put(FunctionVersion version, String name, double value, String unit) {
    CloudWatch cloudWatch = aws.peer(CloudWatch.class, aws.region());
    String function = version.name();
    cloudWatch.emit(NAMESPACE, name, Map.of(), value, unit);
    cloudWatch.emit(NAMESPACE, name, Map.of("FunctionName", function), value, unit);
    cloudWatch.emit(
        NAMESPACE, name, Map.of("FunctionName", function, "Resource", function), value, unit);
  }
}
