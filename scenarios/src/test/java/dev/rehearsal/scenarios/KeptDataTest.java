package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Project;
import dev.rehearsal.stage.keep.KeptData;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** What {@code up --keep} promises: a stage goes, another comes, and the data is there. */
class KeptDataTest {

  private static final String BUY = "journeys/buy/buy-one-item.journey.yaml";
  private static final String PASSWORD = "Correct-Horse-7";

  @Test
  void theNextStageHasTheDataOfTheLast(@TempDir Path folder) throws Exception {
    Path kept = folder.resolve("kept-dev");
    List<String> orders;
    Set<Map<String, AttributeValue>> products;
    String sub;
    int charges;
    try (EmbeddedStage first = stand(folder.resolve("first"), 1)) {
      assertFalse(KeptData.of(first, kept).load(), "There was nothing to put back.");
      assertGreen(buy(first, 1));
      sub = signUp(first);
      first
          .client(S3Client.class)
          .putObject(
              r -> r.bucket(output(first, "site_bucket")).key("by/hand ü.txt"),
              RequestBody.fromString("by hand"));
      orders = orders(first);
      products = products(first);
      charges = first.payments().charges().size();
      KeptData.of(first, kept).save();
    }
    assertEquals(1, orders.size());
    try (EmbeddedStage second = stand(folder.resolve("second"), 2)) {
      assertTrue(KeptData.of(second, kept).load());
      assertEquals(orders, orders(second));
      assertEquals(products, products(second));
      assertEquals(charges, second.payments().charges().size());
      assertEquals(sub, signIn(second));
      assertEquals(
          "by hand",
          second
              .client(S3Client.class)
              .getObjectAsBytes(r -> r.bucket(output(second, "site_bucket")).key("by/hand ü.txt"))
              .asUtf8String());
      assertEquals(List.of(), second.terraform().plan().planned());
      assertGreen(buy(second, 2));
      assertEquals(2, orders(second).size());
    }
  }

  private static EmbeddedStage stand(Path folder, long seed) {
    return DevStage.stand(Project.around(Path.of("")).home(), folder, seed);
  }

  private static RunSummary buy(EmbeddedStage stage, long seed) throws IOException {
    return new JourneyRun(RunSettings.defaults().withSeed(seed), List.of())
        .on(stage, JourneyFiles.read(List.of(Path.of(BUY))));
  }

  private static void assertGreen(RunSummary summary) {
    assertEquals(
        0,
        summary.exitCode(),
        () -> summary.results().stream().map(FailureText::of).collect(Collectors.joining("\n")));
  }

  private static String output(EmbeddedStage stage, String name) {
    return Objects.requireNonNull(stage.outputs().get(name), name);
  }

  private static String signUp(EmbeddedStage stage) {
    CognitoIdentityProviderClient cognito = stage.client(CognitoIdentityProviderClient.class);
    String pool = output(stage, "user_pool_id");
    cognito.adminCreateUser(
        r ->
            r.userPoolId(pool)
                .username("grace@customers.example")
                .messageAction(MessageActionType.SUPPRESS));
    cognito.adminSetUserPassword(
        r ->
            r.userPoolId(pool)
                .username("grace@customers.example")
                .password(PASSWORD)
                .permanent(true));
    return signIn(stage);
  }

  /** Signs in and answers the user's id. */
  private static String signIn(EmbeddedStage stage) {
    CognitoIdentityProviderClient cognito = stage.client(CognitoIdentityProviderClient.class);
    String token =
        cognito
            .initiateAuth(
                r ->
                    r.authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                        .clientId(output(stage, "user_pool_client_id"))
                        .authParameters(
                            Map.of("USERNAME", "grace@customers.example", "PASSWORD", PASSWORD)))
            .authenticationResult()
            .accessToken();
    return cognito.getUser(r -> r.accessToken(token)).userAttributes().stream()
        .filter(attribute -> attribute.name().equals("sub"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static List<String> orders(EmbeddedStage stage) throws SQLException {
    List<String> orders = new ArrayList<>();
    try (Connection connection = stage.database();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select o.id || ' ' || o.state || ' ' || o.total || ' ' || p.status from orders o"
                    + " join payments p on p.order_id = o.id order by o.id")) {
      while (rows.next()) {
        orders.add(rows.getString(1));
      }
    }
    return orders;
  }

  private static Set<Map<String, AttributeValue>> products(EmbeddedStage stage) {
    return Set.copyOf(
        stage
            .client(DynamoDbClient.class)
            .scan(r -> r.tableName(output(stage, "products_table")))
            .items());
  }
}
