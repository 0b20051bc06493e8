package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.Surroundings;
import java.net.URI;

/** Where queues are: on the AWS endpoint, where one has been started. */
public final class QueueAddress {

  private QueueAddress() {}

  /** The URL of the queue that an ARN names. */
  public static String url(Surroundings aws, String queueArn) {
    String[] arn = queueArn.split(":", -1);
    String endpoint =
        aws.endpoints()
            .find(Endpoints.Server.AWS)
            .map(URI::toString)
            .orElse("https://sqs." + arn[3] + ".amazonaws.com");
    return endpoint + "/" + arn[4] + "/" + arn[5];
  }
}
