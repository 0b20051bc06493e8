package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;

/** What real calls on the embedded AWS are allowed, and in which words they are refused. */
final class AuthoriserTest {

  private static final String ACCOUNT = "000000000000";
  private static final String REGION = "us-east-1";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}";

  @TempDir private Path folder = Path.of("");
  private final List<Hop> hops = Collections.synchronizedList(new ArrayList<>());
  private final AccessLog log = new AccessLog();
  private @Nullable Cloud cloud;

  @BeforeEach
  void start() {
    start(StatementIndex.empty());
  }

  private void start(StatementIndex statements) {
    AtomicReference<@Nullable Cloud> built = new AtomicReference<>();
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .filter(new Recorder(hops::add))
            .filter(
                new Authoriser(
                    built::get,
                    new IamIdentities(() -> Objects.requireNonNull(built.get())),
                    statements,
                    log))
            .build();
    built.set(cloud);
  }

  @AfterEach
  void stop() {
    cloud().close();
  }

  @Nested
  class Decisions {

    @Test
    void nameTheStatementAndWhereItStands() throws Exception {
      Files.writeString(
          folder.resolve("policies.tf"),
          "data \"aws_iam_policy_document\" \"cart\" {\n  statement {\n    sid = \"SendOrders\"\n");
      cloud().close();
      start(StatementIndex.scan(folder));
      String url = queue("orders", Map.of());
      role("cart", statement("SendOrders", "sqs:SendMessage", "*"));
      as("cart", SqsClient.class).sendMessage(s -> s.queueUrl(url).messageBody("x"));
      assertEquals(
          "allowed by SendOrders of cart/cart (policies.tf:3)",
          last("sqs:SendMessage").facts().get("decision"));
      assertEquals(
          "sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:orders",
          last("sqs:SendMessage").facts().get("needs"));
    }

    @Test
    void sayWhatWasDenied() {
      String url = queue("orders", Map.of());
      role("cart", statement("Read", "sqs:ReceiveMessage", "*"));
      refused(
          () -> as("cart", SqsClient.class).sendMessage(s -> s.queueUrl(url).messageBody("x")),
          "AccessDenied",
          403,
          "User: arn:aws:sts::000000000000:assumed-role/cart/f is not authorized to perform:"
              + " sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:orders because"
              + " no identity-based policy allows the sqs:sendmessage action");
      assertEquals(
          "sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:orders",
          last("sqs:SendMessage").facts().get("denied"));
    }

    @Test
    void countConditionKeysThatAreNeverThere() {
      String url = queue("orders", Map.of());
      role(
          "cart",
          "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Condition\":"
              + "{\"StringEquals\":{\"aws:ResourceTag/team\":\"shop\"}}}");
      assertThrows(
          AwsServiceException.class,
          () -> as("cart", SqsClient.class).purgeQueue(p -> p.queueUrl(url)));
      assertEquals(
          "aws:ResourceTag/team",
          last("sqs:PurgeQueue").facts().get("condition key not known here"));
    }

    @Test
    void ofADeletedRoleAreDenials() {
      String url = queue("orders", Map.of());
      refused(
          () -> as("gone", SqsClient.class).purgeQueue(p -> p.queueUrl(url)), "AccessDenied", 403);
    }

    @Test
    void ofRootAreAllowed() {
      queue("orders", Map.of());
      assertEquals("allowed", last("sqs:CreateQueue").facts().get("decision"));
    }
  }

  @Nested
  class Objects3 {

    @Test
    void missingOnesAreForbiddenToThoseWhoMayNotList() {
      root(S3Client.class).createBucket(b -> b.bucket("shop"));
      role("site", statement("Get", "s3:GetObject", "arn:aws:s3:::shop/*"));
      refused(
          () -> as("site", S3Client.class).getObjectAsBytes(g -> g.bucket("shop").key("no")),
          "AccessDenied",
          403,
          "User: arn:aws:sts::000000000000:assumed-role/site/f is not authorized to perform:"
              + " s3:ListBucket on resource: \"arn:aws:s3:::shop\" because no identity-based"
              + " policy allows the s3:ListBucket action");
      role("list", statement("All", "s3:*", "*"));
      refused(
          () -> as("list", S3Client.class).getObjectAsBytes(g -> g.bucket("shop").key("no")),
          "NoSuchKey",
          404);
    }

    @Test
    void areCloudFrontsByTheBucketsPolicy() {
      S3Client s3 = root(S3Client.class);
      s3.createBucket(b -> b.bucket("shop"));
      s3.putObject(p -> p.bucket("shop").key("index.html"), RequestBody.fromString("hello"));
      s3.putBucketPolicy(
          p ->
              p.bucket("shop")
                  .policy(
                      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                          + "{\"Service\":\"cloudfront.amazonaws.com\"},\"Action\":\"s3:GetObject\","
                          + "\"Resource\":\"arn:aws:s3:::shop/*\",\"Condition\":{\"StringEquals\":"
                          + "{\"AWS:SourceArn\":\"arn:aws:cloudfront::000000000000:distribution/E1\"}}}]}"));
      S3Client mine = edge("E1", S3Client.class);
      assertEquals(
          "hello", mine.getObjectAsBytes(g -> g.bucket("shop").key("index.html")).asUtf8String());
      refused(
          () -> mine.getObjectAsBytes(g -> g.bucket("shop").key("no")),
          "AccessDenied",
          403,
          "Access Denied");
      refused(
          () ->
              edge("E2", S3Client.class).getObjectAsBytes(g -> g.bucket("shop").key("index.html")),
          "AccessDenied",
          403);
    }

    @Test
    void areListedUnderAnEmptyPrefixWhereThePolicySaysSo() {
      root(S3Client.class).createBucket(b -> b.bucket("shop"));
      role(
          "top",
          "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::shop\","
              + "\"Condition\":{\"StringEquals\":{\"s3:prefix\":[\"\"],\"s3:delimiter\":[\"/\"]}}}");
      S3Client top = as("top", S3Client.class);
      assertDoesNotThrow(() -> top.listObjectsV2(l -> l.bucket("shop").prefix("").delimiter("/")));
      for (String other : List.of("home/", "/")) {
        refused(
            () -> top.listObjectsV2(l -> l.bucket("shop").prefix(other).delimiter("/")),
            "AccessDenied",
            403);
      }
      refused(() -> top.listObjectsV2(l -> l.bucket("shop").delimiter("/")), "AccessDenied", 403);
    }

    @Test
    void copiedNeedBothEnds() {
      S3Client s3 = root(S3Client.class);
      s3.createBucket(b -> b.bucket("aaa"));
      s3.createBucket(b -> b.bucket("bbb"));
      s3.putObject(p -> p.bucket("aaa").key("k"), RequestBody.fromString("x"));
      role("copy", statement("Put", "s3:PutObject", "arn:aws:s3:::bbb/*"));
      refused(
          () ->
              as("copy", S3Client.class)
                  .copyObject(
                      c ->
                          c.sourceBucket("aaa")
                              .sourceKey("k")
                              .destinationBucket("bbb")
                              .destinationKey("k")),
          "AccessDenied",
          403);
      assertEquals("s3:GetObject arn:aws:s3:::aaa/k", last("s3:CopyObject").facts().get("denied"));
    }

    @Test
    void copiedFromAnAddressThatIsNoneAreRefusedByS3() {
      root(S3Client.class).createBucket(b -> b.bucket("bbb"));
      role("copy", statement("All", "s3:*", "*"));
      refused(() -> copyBroken(as("copy", S3Client.class)), "InvalidArgument", 400);
      assertEquals(400, last("s3:CopyObject").status());
      role("put", statement("Put", "s3:PutObject", "*"));
      refused(() -> copyBroken(as("put", S3Client.class)), "AccessDenied", 403);
    }

    @SuppressWarnings("deprecation") // The other members can't be wrongly encoded.
    private void copyBroken(S3Client s3) {
      s3.copyObject(c -> c.copySource("aaa/%zz").destinationBucket("bbb").destinationKey("k"));
    }
  }

  @Nested
  class Keys {

    @Test
    void areNeededThroughTheParameterStore() {
      String key = key();
      root(SsmClient.class)
          .putParameter(
              p -> p.name("/shop/x").type(ParameterType.SECURE_STRING).keyId(key).value("v"));
      String parameter =
          statement(
              "Read", "ssm:GetParameter", "arn:aws:ssm:us-east-1:000000000000:parameter/shop/x");
      role("bare", parameter);
      assertThrows(AwsServiceException.class, () -> read("bare"));
      role("wrong", parameter, through("secretsmanager", key));
      assertThrows(AwsServiceException.class, () -> read("wrong"));
      role("right", parameter, through("ssm", key));
      assertEquals("v", read("right"));
    }

    private String read(String role) {
      return as(role, SsmClient.class)
          .getParameter(g -> g.name("/shop/x").withDecryption(true))
          .parameter()
          .value();
    }

    @Test
    void areNeededBehindSecrets() {
      String key = key();
      String arn =
          root(SecretsManagerClient.class)
              .createSecret(c -> c.name("db").kmsKeyId(key).secretString("s"))
              .arn();
      role("bare", statement("Read", "secretsmanager:GetSecretValue", arn));
      refused(
          () -> as("bare", SecretsManagerClient.class).getSecretValue(g -> g.secretId("db")),
          "AccessDeniedException",
          400,
          "Access to KMS is not allowed");
      role(
          "right",
          statement("Read", "secretsmanager:GetSecretValue", arn),
          through("secretsmanager", key));
      assertEquals(
          "s",
          as("right", SecretsManagerClient.class)
              .getSecretValue(g -> g.secretId("db"))
              .secretString());
      assertEquals(
          "secretsmanager:GetSecretValue " + arn + "\nkms:Decrypt " + key,
          last("secretsmanager:GetSecretValue").facts().get("needs"));
    }

    @Test
    void areNeededBehindQueuesAndTopics() {
      String key = key();
      String url = queue("orders", Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, key));
      role("send", statement("Send", "sqs:SendMessage", "*"));
      refused(
          () -> as("send", SqsClient.class).sendMessage(s -> s.queueUrl(url).messageBody("x")),
          "KMS.AccessDeniedException",
          400);
      String topic =
          root(SnsClient.class)
              .createTopic(c -> c.name("t").attributes(Map.of("KmsMasterKeyId", key)))
              .topicArn();
      role("publish", statement("Publish", "sns:Publish", topic));
      refused(
          () -> as("publish", SnsClient.class).publish(p -> p.topicArn(topic).message("x")),
          "KMSAccessDenied",
          400);
    }

    @Test
    void areKnownByTheirCiphertextAndAlias() {
      String key = key();
      root(KmsClient.class).createAlias(c -> c.aliasName("alias/shop").targetKeyId(key));
      role("crypt", statement("Use", "kms:*crypt", key));
      KmsClient kms = as("crypt", KmsClient.class);
      SdkBytes cipher =
          kms.encrypt(e -> e.keyId("alias/shop").plaintext(SdkBytes.fromUtf8String("x")))
              .ciphertextBlob();
      assertEquals("x", kms.decrypt(d -> d.ciphertextBlob(cipher)).plaintext().asUtf8String());
      assertEquals(key, last("kms:Decrypt").resource());
    }

    private String through(String service, String key) {
      return "{\"Sid\":\"Key\",\"Effect\":\"Allow\",\"Action\":[\"kms:Decrypt\",\"kms:GenerateDataKey\"],"
          + "\"Resource\":\""
          + key
          + "\",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":\""
          + service
          + ".us-east-1.amazonaws.com\"}}}";
    }

    private String key() {
      return root(KmsClient.class).createKey(c -> {}).keyMetadata().arn();
    }
  }

  @Nested
  class Items {

    @Test
    void areLimitedByTheirLeadingKeys() {
      root(DynamoDbClient.class)
          .createTable(
              c ->
                  c.tableName("carts")
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .keySchema(k -> k.attributeName("pk").keyType(KeyType.HASH))
                      .attributeDefinitions(
                          a -> a.attributeName("pk").attributeType(ScalarAttributeType.S)));
      role(
          "own",
          "{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":"
              + "\"arn:aws:dynamodb:us-east-1:000000000000:table/carts\",\"Condition\":"
              + "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":\"ana\"}}}");
      DynamoDbClient own = as("own", DynamoDbClient.class);
      assertDoesNotThrow(() -> own.getItem(g -> g.tableName("carts").key(pk("ana"))));
      refused(
          () -> own.getItem(g -> g.tableName("carts").key(pk("bob"))),
          "AccessDeniedException",
          400);
      assertDoesNotThrow(
          () ->
              own.query(
                  q ->
                      q.tableName("carts")
                          .keyConditionExpression("#k = :v")
                          .expressionAttributeNames(Map.of("#k", "pk"))
                          .expressionAttributeValues(Map.of(":v", AttributeValue.fromS("ana")))));
      refused(
          () ->
              own.query(
                  q ->
                      q.tableName("carts")
                          .keyConditionExpression("pk = :v")
                          .expressionAttributeValues(Map.of(":v", AttributeValue.fromS("bob")))),
          "AccessDeniedException",
          400);
      assertDoesNotThrow(() -> own.query(q -> q.tableName("carts").keyConditions(is("ana"))));
      for (Executable another :
          List.<Executable>of(
              () -> own.query(q -> q.tableName("carts").keyConditions(is("bob"))),
              () ->
                  own.query(
                      q ->
                          q.tableName("carts")
                              .keyConditionExpression(":v = pk")
                              .expressionAttributeValues(
                                  Map.of(":v", AttributeValue.fromS("bob")))),
              () -> own.executeStatement(e -> e.statement("SELECT * FROM carts WHERE pk='bob'")),
              () ->
                  own.batchExecuteStatement(
                      b -> b.statements(e -> e.statement("SELECT * FROM carts WHERE pk='bob'"))),
              () ->
                  own.executeTransaction(
                      t ->
                          t.transactStatements(
                              e -> e.statement("DELETE FROM carts WHERE pk='bob'"))))) {
        refused(another, "AccessDeniedException", 400);
      }
    }

    private Map<String, Condition> is(String value) {
      return Map.of(
          "pk",
          Condition.builder()
              .comparisonOperator(ComparisonOperator.EQ)
              .attributeValueList(AttributeValue.fromS(value))
              .build());
    }

    private Map<String, AttributeValue> pk(String value) {
      return Map.of("pk", AttributeValue.fromS(value));
    }
  }

  @Nested
  class Resources {

    @Test
    void ofASecretIsItsWholeArn() {
      SecretsManagerClient secrets = root(SecretsManagerClient.class);
      String whole = secrets.createSecret(c -> c.name("db").secretString("x")).arn();
      String partial = whole.substring(0, whole.length() - 7);
      role(
          "reader",
          statement("All", "secretsmanager:*", "*"),
          "{\"Effect\":\"Deny\",\"Action\":\"secretsmanager:*\",\"Resource\":\"" + whole + "\"}");
      role("exact", statement("One", "secretsmanager:GetSecretValue", whole));
      for (String name : List.of(whole, partial, "db")) {
        refused(
            () -> as("reader", SecretsManagerClient.class).getSecretValue(g -> g.secretId(name)),
            "AccessDeniedException",
            400);
        assertEquals(
            "x",
            as("exact", SecretsManagerClient.class)
                .getSecretValue(g -> g.secretId(name))
                .secretString());
      }
    }

    @Test
    void ofATextMessageIsItsNumber() {
      role(
          "notify",
          "{\"Effect\":\"Allow\",\"Action\":\"sns:Publish\",\"NotResource\":\"arn:aws:sns:*:*:*\"}");
      as("notify", SnsClient.class).publish(p -> p.phoneNumber("+491701234567").message("hi"));
      role("topics", statement("Publish", "sns:Publish", "arn:aws:sns:*:*:*"));
      refused(
          () ->
              as("topics", SnsClient.class)
                  .publish(p -> p.phoneNumber("+491701234567").message("hi")),
          "AuthorizationError",
          403,
          "User: arn:aws:sts::000000000000:assumed-role/topics/f is not authorized to perform:"
              + " SNS:Publish on resource: +491701234567 because no identity-based policy allows"
              + " the SNS:Publish action");
    }

    @Test
    void ofMailIsTheIdentityThatIsVerified() {
      root(SesClient.class).verifyDomainIdentity(v -> v.domain("shop.example"));
      role(
          "mail",
          statement(
              "Send", "ses:SendEmail", "arn:aws:ses:us-east-1:000000000000:identity/shop.example"));
      // Nobody takes mail here: what counts is that IAM let it pass.
      refused(
          () ->
              as("mail", SesClient.class)
                  .sendEmail(
                      s ->
                          s.source("Shop <orders@shop.example>")
                              .destination(d -> d.toAddresses("ana@example.com"))
                              .message(
                                  m ->
                                      m.subject(t -> t.data("s"))
                                          .body(b -> b.text(t -> t.data("b"))))),
          "ServiceUnavailable",
          503);
      assertEquals("allowed by Send of mail/mail", last("ses:SendEmail").facts().get("decision"));
      role("none", statement("Other", "sqs:*", "*"));
      refused(
          () ->
              as("none", SesClient.class)
                  .sendEmail(
                      s ->
                          s.source("orders@shop.example")
                              .destination(d -> d.toAddresses("ana@example.com"))
                              .message(m -> m.subject(t -> t.data("s")))),
          "AccessDenied",
          403,
          "User `arn:aws:sts::000000000000:assumed-role/none/f' is not authorized to perform"
              + " `ses:SendEmail' on resource"
              + " `arn:aws:ses:us-east-1:000000000000:identity/shop.example'");
    }

    @Test
    void ofLogsAreStreams() {
      root(CloudWatchLogsClient.class).createLogGroup(c -> c.logGroupName("/aws/lambda/cart"));
      role(
          "logs",
          statement(
              "Write",
              "logs:*",
              "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/cart:*"));
      CloudWatchLogsClient logs = as("logs", CloudWatchLogsClient.class);
      logs.createLogStream(c -> c.logGroupName("/aws/lambda/cart").logStreamName("s"));
      assertEquals(
          "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/cart:log-stream:s",
          last("logs:CreateLogStream").resource());
      role(
          "bare",
          statement(
              "Write", "logs:*", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/cart"));
      refused(
          () ->
              as("bare", CloudWatchLogsClient.class)
                  .createLogStream(c -> c.logGroupName("/aws/lambda/cart").logStreamName("t")),
          "AccessDeniedException",
          400);
    }

    @Test
    void ofFunctionsCarryTheirQualifier() {
      role(
          "invoke",
          statement(
              "Invoke",
              "lambda:InvokeFunction",
              "arn:aws:lambda:us-east-1:000000000000:function:relay"));
      LambdaClient lambda = as("invoke", LambdaClient.class);
      refused(
          () -> lambda.invoke(i -> i.functionName("relay").qualifier("live")),
          "AccessDeniedException",
          403);
      refused(() -> lambda.invoke(i -> i.functionName("relay")), "ResourceNotFoundException", 404);
    }
  }

  @Nested
  class Roles {

    @Test
    void areAssumedByThoseTheyTrust() {
      role("cart", statement("Any", "sqs:*", "*"));
      String arn = "arn:aws:iam::000000000000:role/cart";
      StsClient lambda =
          cloud()
              .client(
                  StsClient.class,
                  new Caller.Service(ACCOUNT, "lambda.amazonaws.com", null),
                  REGION);
      assertDoesNotThrow(() -> lambda.assumeRole(a -> a.roleArn(arn).roleSessionName("f1")));
      StsClient scheduler =
          cloud()
              .client(
                  StsClient.class,
                  new Caller.Service(ACCOUNT, "scheduler.amazonaws.com", null),
                  REGION);
      refused(
          () -> scheduler.assumeRole(a -> a.roleArn(arn).roleSessionName("f1")),
          "AccessDenied",
          403);
      role("admin", statement("All", "*", "*"));
      refused(
          () -> as("admin", StsClient.class).assumeRole(a -> a.roleArn(arn).roleSessionName("f1")),
          "AccessDenied",
          403,
          "User: arn:aws:sts::000000000000:assumed-role/admin/f is not authorized to perform:"
              + " sts:AssumeRole on resource: arn:aws:iam::000000000000:role/cart");
      refused(
          () -> root(StsClient.class).assumeRole(a -> a.roleArn(arn).roleSessionName("f1")),
          "AccessDenied",
          403,
          "Roles may not be assumed by root accounts.");
    }

    @Test
    void mustBePassed() {
      role("cart", statement("Any", "sqs:*", "*"));
      role("deploy", statement("Make", "lambda:*", "*"));
      refused(
          () ->
              as("deploy", LambdaClient.class)
                  .createFunction(
                      c ->
                          c.functionName("x")
                              .role("arn:aws:iam::000000000000:role/cart")
                              .code(z -> z.zipFile(SdkBytes.fromUtf8String("z")))),
          "AccessDeniedException",
          403);
      assertEquals(
          "iam:PassRole arn:aws:iam::000000000000:role/cart",
          last("lambda:CreateFunction").facts().get("denied"));
    }
  }

  @Nested
  class Services {

    @Test
    void hearThatWhatTheyCallIsNotThere() {
      Caller sns =
          new Caller.Service(
              ACCOUNT, "sns.amazonaws.com", "arn:aws:sns:us-east-1:000000000000:orders");
      String url = queue("orders", Map.of());
      root(SqsClient.class).deleteQueue(d -> d.queueUrl(url));
      refused(
          () ->
              cloud()
                  .client(SqsClient.class, sns, REGION)
                  .sendMessage(s -> s.queueUrl(url).messageBody("x")),
          "AWS.SimpleQueueService.NonExistentQueue",
          400);
      assertEquals(
          "denied: no resource-based policy allows it",
          last("sqs:SendMessage").facts().get("decision"));
      refused(
          () ->
              cloud()
                  .client(LambdaClient.class, sns, REGION)
                  .invoke(i -> i.functionName("relay").payload(SdkBytes.fromUtf8String("{}"))),
          "ResourceNotFoundException",
          404);
    }

    @Test
    void needTheQueuesPolicy() {
      String url = queue("orders", Map.of());
      Caller sns =
          new Caller.Service(
              ACCOUNT, "sns.amazonaws.com", "arn:aws:sns:us-east-1:000000000000:orders");
      refused(
          () ->
              cloud()
                  .client(SqsClient.class, sns, REGION)
                  .sendMessage(s -> s.queueUrl(url).messageBody("x")),
          "AccessDenied",
          403);
      root(SqsClient.class)
          .setQueueAttributes(
              s ->
                  s.queueUrl(url)
                      .attributes(
                          Map.of(
                              QueueAttributeName.POLICY,
                              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                  + "\"Principal\":{\"Service\":\"sns.amazonaws.com\"},\"Action\":"
                                  + "\"sqs:SendMessage\",\"Resource\":"
                                  + "\"arn:aws:sqs:us-east-1:000000000000:orders\",\"Condition\":"
                                  + "{\"ArnEquals\":{\"aws:SourceArn\":"
                                  + "\"arn:aws:sns:us-east-1:000000000000:orders\"}}}]}")));
      assertDoesNotThrow(
          () ->
              cloud()
                  .client(SqsClient.class, sns, REGION)
                  .sendMessage(s -> s.queueUrl(url).messageBody("x")));
    }
  }

  // ---- What the tests are made of.

  private Cloud cloud() {
    return Objects.requireNonNull(cloud);
  }

  private <C extends SdkClient> C root(Class<C> type) {
    return cloud().client(type, new Caller.Root(ACCOUNT, null), REGION);
  }

  private <C extends SdkClient> C as(String role, Class<C> type) {
    return cloud()
        .client(type, new Caller.RoleSession(ACCOUNT, role, "AROA1", "f", "ASIA1", null), REGION);
  }

  private <C extends SdkClient> C edge(String distribution, Class<C> type) {
    return cloud()
        .client(
            type,
            new Caller.Service(
                ACCOUNT,
                "cloudfront.amazonaws.com",
                "arn:aws:cloudfront::000000000000:distribution/" + distribution),
            REGION);
  }

  private String queue(String name, Map<QueueAttributeName, String> attributes) {
    return root(SqsClient.class)
        .createQueue(c -> c.queueName(name).attributes(attributes))
        .queueUrl();
  }

  private void role(String name, String... statements) {
    IamClient iam = root(IamClient.class);
    iam.createRole(c -> c.roleName(name).assumeRolePolicyDocument(TRUST));
    iam.putRolePolicy(
        p ->
            p.roleName(name)
                .policyName(name)
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":["
                        + String.join(",", statements)
                        + "]}"));
  }

  private static String statement(String sid, String action, String resource) {
    return "{\"Sid\":\""
        + sid
        + "\",\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\"}";
  }

  private Hop last(String action) {
    synchronized (hops) {
      for (int i = hops.size() - 1; i >= 0; i--) {
        if (hops.get(i).action().equals(action)) {
          return hops.get(i);
        }
      }
    }
    throw new AssertionError("No hop " + action);
  }

  private static void refused(Executable call, String code, int status) {
    AwsServiceException refusal = assertThrows(AwsServiceException.class, call);
    assertEquals(code, refusal.awsErrorDetails().errorCode(), refusal::getMessage);
    assertEquals(status, refusal.statusCode());
    assertTrue(String.valueOf(refusal.getMessage()).length() > 5);
  }

  private static void refused(Executable call, String code, int status, String message) {
    AwsServiceException refusal = assertThrows(AwsServiceException.class, call);
    assertEquals(code, refusal.awsErrorDetails().errorCode());
    assertEquals(status, refusal.statusCode());
    assertEquals(message, refusal.awsErrorDetails().errorMessage());
  }
}
