package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.Surroundings;
import java.util.List;

/** Makes queue URLs from ARNs, so that roles need no {@code sqs:GetQueueUrl}, as on AWS. */
final class QueueUrls {

  private QueueUrls() {}

  static String of(Surroundings aws, String arn) {
    List<String> parts = List.of(arn.split(":", -1));
    return endpoint(aws, parts.get(3)) + "/" + parts.get(4) + "/" + parts.get(5);
  }

  private static String endpoint(Surroundings aws, String region) {
    try {
      return aws.endpoints().get(Endpoints.Server.AWS).toString();
    } catch (IllegalStateException noServer) {
      // In-process calls need no server; only the path of the URL counts.
      return "https://sqs." + region + ".amazonaws.com";
    }
  }
}
