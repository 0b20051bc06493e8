package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivery to HTTP and HTTPS endpoints. */
final class HttpDelivery {

  private final Surroundings aws;
  private final Envelope envelope;
  private @Nullable HttpClient client;

  HttpDelivery(Surroundings aws, Envelope envelope) {
    this.aws = aws;
    this.envelope = envelope;
  }

  Delivery.Answer deliver(Notification sent, Subscription to) throws DeliveryFailure {
    String body = to.raw() ? sent.messageFor(to.protocol) : envelope.notification(sent, to);
    HttpRequest.Builder post = post(to, "Notification", sent.id(), body);
    if (to.raw()) {
      post.header("x-amz-sns-rawdelivery", "true");
    }
    return send(to, post.header("x-amz-sns-subscription-arn", to.arn).build(), body);
  }

  void confirmation(Subscription to) throws DeliveryFailure {
    String id = aws.ids().uuid();
    String body = envelope.confirmation(to, id);
    var unused = send(to, post(to, "SubscriptionConfirmation", id, body).build(), body);
  }

  private static HttpRequest.Builder post(Subscription to, String type, String id, String body) {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create(to.endpoint))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "text/plain; charset=UTF-8")
            .header("User-Agent", "Amazon Simple Notification Service Agent")
            .header("x-amz-sns-message-type", type)
            .header("x-amz-sns-message-id", id)
            .header("x-amz-sns-topic-arn", to.topicArn)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    Trace.current().ifPresent(trace -> post.header("X-Amzn-Trace-Id", trace.header()));
    return post;
  }

  private Delivery.Answer send(Subscription to, HttpRequest request, String body)
      throws DeliveryFailure {
    Instant start = Instant.now();
    try {
      int status = client().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      record(to, body, start, status, status / 100 == 2 ? null : String.valueOf(status));
      if (status / 100 != 2) {
        throw new DeliveryFailure(
            String.valueOf(status),
            to.endpoint + " answered " + status,
            status,
            status >= 500 || status == 429);
      }
      return new Delivery.Answer(status, "");
    } catch (IOException unreachable) {
      record(to, body, start, 0, "Unreachable");
      throw new DeliveryFailure(
          "Unreachable", to.endpoint + " could not be reached: " + unreachable, 0, true);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new DeliveryFailure("Stopped", "The cloud closes.", 0, false);
    }
  }

  private void record(
      Subscription to, String body, Instant start, int status, @Nullable String error) {
    Trace trace = Trace.current().orElse(new Trace("untraced", null));
    aws.hops()
        .accept(
            new Hop(
                aws.ids().uuid(),
                Hop.Kind.HTTP,
                trace,
                "sns",
                to.endpoint,
                "POST",
                to.endpoint,
                start,
                Duration.between(start, Instant.now()),
                status,
                error,
                body,
                null,
                Map.of("subscription", to.arn)));
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(5))
              .executor(aws.workers())
              .build();
    }
    return client;
  }
}
