package dev.rehearsal.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The same calls of the SDK for Java, one thread, on several endpoints: in turn and in short
 * rounds, so that a machine whose pace drifts is the same for all. Each is compared with a server
 * that does {@linkplain Nothing nothing}.
 */
final class CallBenchmark {

  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = 1_000_000_000L;

  private CallBenchmark() {}

  static void run(List<String> endpoints) throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("Name an endpoint: NAME=URL.");
    }
    try (Nothing nothing = Nothing.start()) {
      Map<String, Map<String, Runnable>> calls = new LinkedHashMap<>();
      calls.put("nothing", new Endpoint(nothing.address()).calls());
      compare(endpoints, calls);
    }
  }

  private static void compare(List<String> endpoints, Map<String, Map<String, Runnable>> calls) {
    for (String endpoint : endpoints) {
      String[] parts = endpoint.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(endpoint + " is not NAME=URL.");
      }
      calls.put(parts[0], new Endpoint(URI.create(parts[1])).calls());
    }
    String first = calls.keySet().iterator().next();
    for (String call : Objects.requireNonNull(calls.get(first)).keySet()) {
      Map<String, double[]> rates = new LinkedHashMap<>();
      for (int round = -1; round < ROUNDS; round++) { // The first round warms up.
        for (Map.Entry<String, Map<String, Runnable>> endpoint : calls.entrySet()) {
          double rate = rate(Objects.requireNonNull(endpoint.getValue().get(call)));
          if (round >= 0) {
            rates.computeIfAbsent(endpoint.getKey(), any -> new double[ROUNDS])[round] = rate;
          }
        }
      }
      rates.forEach(
          (name, own) ->
              System.out.println(line(call, name, own, Objects.requireNonNull(rates.get(first)))));
    }
  }

  private static String line(String call, String name, double[] rates, double[] first) {
    double[] ratios = new double[ROUNDS];
    double[] more = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      ratios[i] = rates[i] / first[i];
      more[i] = 1e3 / rates[i] - 1e3 / first[i];
    }
    return String.format(
        Locale.ROOT,
        "%-29s %-12s %8.0f a second  %5.2f of nothing  %+6.2f ms a call",
        call,
        name,
        median(rates),
        median(ratios),
        median(more));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double rate(Runnable call) {
    long start = System.nanoTime();
    int done = 0;
    while (System.nanoTime() - start < ROUND_NANOS) {
      call.run();
      done++;
    }
    return done * 1e9 / (System.nanoTime() - start);
  }

  /** One emulator, with what the calls need in it. */
  private record Endpoint(URI address) {

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
      SdkHttpClient http = UrlConnectionHttpClient.create();
      return builder
          .endpointOverride(address)
          .region(Region.EU_WEST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .httpClient(http)
          .build();
    }

    Map<String, Runnable> calls() {
      String name = "bench-" + UUID.randomUUID();
      S3Client s3 = client(S3Client.builder().forcePathStyle(true));
      s3.createBucket(
          request ->
              request
                  .bucket(name)
                  .createBucketConfiguration(place -> place.locationConstraint("eu-west-1")));
      DynamoDbClient dynamo = client(DynamoDbClient.builder());
      dynamo.createTable(
          request ->
              request
                  .tableName(name)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(
                      key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                  .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)));
      SqsClient sqs = client(SqsClient.builder());
      String queue = sqs.createQueue(request -> request.queueName(name)).queueUrl();
      SnsClient sns = client(SnsClient.builder());
      String topic = sns.createTopic(request -> request.name(name)).topicArn();
      KmsClient kms = client(KmsClient.builder());
      String key = kms.createKey(request -> request.description(name)).keyMetadata().keyId();
      SecretsManagerClient secrets = client(SecretsManagerClient.builder());
      secrets.createSecret(request -> request.name(name).secretString("{\"a\":\"b\"}"));
      StsClient sts = client(StsClient.builder());
      byte[] body = new byte[1024];
      Map<String, AttributeValue> id = Map.of("id", AttributeValue.fromS("1"));

      Map<String, Runnable> calls = new LinkedHashMap<>();
      calls.put(
          "s3:PutObject",
          () ->
              s3.putObject(request -> request.bucket(name).key("o"), RequestBody.fromBytes(body)));
      calls.put(
          "s3:GetObject", () -> s3.getObjectAsBytes(request -> request.bucket(name).key("o")));
      calls.put(
          "dynamodb:PutItem", () -> dynamo.putItem(request -> request.tableName(name).item(id)));
      calls.put(
          "dynamodb:GetItem", () -> dynamo.getItem(request -> request.tableName(name).key(id)));
      calls.put("sns:Publish", () -> sns.publish(request -> request.topicArn(topic).message("m")));
      calls.put("sqs: send, receive, delete", () -> pass(sqs, queue));
      calls.put(
          "kms:Encrypt",
          () -> kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(body))));
      calls.put(
          "secretsmanager:GetSecretValue",
          () -> secrets.getSecretValue(request -> request.secretId(name)));
      calls.put("sts:GetCallerIdentity", () -> sts.getCallerIdentity());
      return calls;
    }

    private static void pass(SqsClient sqs, String queue) {
      sqs.sendMessage(request -> request.queueUrl(queue).messageBody("m"));
      for (Message message : sqs.receiveMessage(request -> request.queueUrl(queue)).messages()) {
        sqs.deleteMessage(
            request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
    }
  }
}
