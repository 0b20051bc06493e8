package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.call.Trace;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Brings each message to each subscription that wants it, again where that may help, and to the
 * subscription's dead-letter queue where it does not.
 */
final class Delivery {

  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  private final Surroundings aws;
  private final Envelope envelope;
  private final SqsDelivery sqs;
  private final HttpDelivery http;
  private final MailDelivery mail;
  private final SmsSettings sms;
  private final DeliveryStatus status;

  Delivery(Surroundings aws, Envelope envelope, MailDelivery mail, SmsSettings sms) {
    this.aws = aws;
    this.envelope = envelope;
    this.sqs = new SqsDelivery(aws, envelope);
    this.http = new HttpDelivery(aws, envelope);
    this.mail = mail;
    this.sms = sms;
    this.status = new DeliveryStatus(aws);
  }

  void deliver(Notification sent) {
    for (Subscription to : sent.topic().subscriptions) {
      if (to.confirmed() && to.wants(sent.messageFor(to.protocol), sent.attributes())) {
        if (!sent.topic().fifo || to.enqueue(sent)) {
          submit(() -> attempt(sent, to, 1));
        }
      }
    }
  }

  /** Asks an HTTP endpoint or a mailbox to confirm. */
  void askToConfirm(Subscription subscription, Trace trace) {
    submit(
        () -> {
          try (Trace.Scope scope = trace.open()) {
            if (subscription.protocol.startsWith("email")) {
              mail.confirmation(subscription);
            } else {
              http.confirmation(subscription);
            }
          } catch (DeliveryFailure failure) {
            LOG.log(
                System.Logger.Level.WARNING,
                "The request to confirm "
                    + subscription.arn
                    + " was not delivered: "
                    + failure.getMessage());
          }
        });
  }

  private void attempt(Notification sent, Subscription to, int attempt) {
    if (to.ended()) {
      return;
    }
    try (Trace.Scope scope = sent.trace().open()) {
      Answer answer = deliverOnce(sent, to);
      status.log(
          sent, to, new DeliveryStatus.Outcome(true, answer.status(), answer.response(), attempt));
      done(sent, to);
    } catch (DeliveryFailure failure) {
      failed(sent, to, attempt, failure);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "A delivery to " + to.arn + " failed inside SNS", bug);
      failed(sent, to, attempt, new DeliveryFailure("InternalError", bug.toString(), 500, false));
    }
  }

  private void failed(Notification sent, Subscription to, int attempt, DeliveryFailure failure) {
    long wait = RetryPolicy.of(to, sent.topic()).pauseAfter(attempt);
    if (failure.retriable() && wait >= 0) {
      try {
        var unused =
            aws.scheduler()
                .schedule(
                    () -> submit(() -> attempt(sent, to, attempt + 1)),
                    wait,
                    TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closing) {
        LOG.log(System.Logger.Level.DEBUG, "No further delivery: the cloud closes.");
      }
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "SNS could not deliver message "
            + sent.id()
            + " of "
            + sent.topic().arn
            + " to "
            + to.endpoint
            + " after "
            + attempt
            + " attempt(s): "
            + failure.getMessage()
            + (to.redrivePolicy().isPresent()
                ? ""
                : ". The subscription has no redrive policy: the message is lost."));
    try (Trace.Scope scope = sent.trace().open()) {
      status.log(
          sent,
          to,
          new DeliveryStatus.Outcome(
              false, failure.status(), String.valueOf(failure.getMessage()), attempt));
      sqs.bury(sent, to, failure);
    }
    done(sent, to);
  }

  /** Lets the next message of a FIFO topic go. */
  private void done(Notification sent, Subscription to) {
    if (sent.topic().fifo) {
      to.nextInOrder().ifPresent(next -> submit(() -> attempt(next, to, 1)));
    }
  }

  /** What a receiver answered, as far as delivery status logs tell of it. */
  record Answer(int status, String response) {}

  private Answer deliverOnce(Notification sent, Subscription to) throws DeliveryFailure {
    return switch (to.protocol) {
      case "sqs" -> sqs.deliver(sent, to);
      case "lambda" -> invoke(sent, to);
      case "http", "https" -> http.deliver(sent, to);
      case "email", "email-json" -> {
        mail.deliver(sent, to);
        yield new Answer(200, "");
      }
      case "sms" -> {
        aws.inbox().receiveSms(sms.sender(sent.attributes()), to.endpoint, sent.messageFor("sms"));
        yield new Answer(200, "");
      }
      default -> throw new IllegalStateException("No such protocol: " + to.protocol);
    };
  }

  private Answer invoke(Notification sent, Subscription to) throws DeliveryFailure {
    Caller sns = aws.service("sns.amazonaws.com", sent.topic().arn);
    String region = to.endpoint.split(":", -1)[3];
    try {
      int status =
          aws.client(LambdaClient.class, sns, region)
              .invoke(
                  call ->
                      call.functionName(to.endpoint)
                          .invocationType(InvocationType.EVENT)
                          .payload(SdkBytes.fromUtf8String(envelope.lambdaEvent(sent, to))))
              .statusCode();
      return new Answer(status, "{\"lambdaRequestId\":\"" + aws.ids().uuid() + "\"}");
    } catch (software.amazon.awssdk.awscore.exception.AwsServiceException refused) {
      throw DeliveryFailure.of(refused);
    } catch (NoAnswer cut) {
      throw DeliveryFailure.of(cut);
    }
  }

  private void submit(Runnable task) {
    try {
      aws.workers().execute(task);
    } catch (RejectedExecutionException closing) {
      LOG.log(System.Logger.Level.DEBUG, "No further delivery: the cloud closes.");
    }
  }
}
