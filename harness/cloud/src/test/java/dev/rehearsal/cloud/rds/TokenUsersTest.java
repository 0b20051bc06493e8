package dev.rehearsal.cloud.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.iam.PolicySimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Users of a real PostgreSQL who sign in with a token, as AWS's own library makes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenUsersTest {

  @TempDir static Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();
  private final List<PolicySimulator.Question> asked = new CopyOnWriteArrayList<>();
  private Cloud cloud;
  private RdsClient rds;
  private DBInstance instance;
  private Path root;

  @BeforeAll
  void start() throws Exception {
    cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), Path.of("target/cache")))
            .hops(hops::add)
            .simulator(this::decide)
            .build();
    Caller admin = new Caller.Root("000000000000", null);
    rds = cloud.client(RdsClient.class, admin, "eu-west-1");
    instance =
        rds.createDBInstance(
                create ->
                    create
                        .dbInstanceIdentifier("tokens")
                        .dbInstanceClass("db.t4g.micro")
                        .engine("postgres")
                        .allocatedStorage(20)
                        .enableIAMDatabaseAuthentication(true)
                        .masterUsername("shop_admin")
                        .masterUserPassword("correct-horse"))
            .dbInstance();
    root = Files.writeString(folder.resolve("root.pem"), cloud.authority().pem());
    IamClient iam = cloud.client(IamClient.class, admin, "us-east-1");
    String id = iam.createUser(create -> create.userName("ann")).user().userId();
    key("AKIAANN", new Caller.User("000000000000", "ann", id, "AKIAANN"));
    key("AKIAROOT", admin);
    try (Connection master = connect("shop_admin", "correct-horse", "verify-full");
        Statement statement = master.createStatement()) {
      statement.execute("create role reader login");
      statement.execute("create role other login password 'own-password'");
      statement.execute("grant rds_iam to reader");
    }
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  private PolicySimulator.Answer decide(PolicySimulator.Question question) {
    asked.add(question);
    return new PolicySimulator.Answer(
        allowed.contains(question.resource()) ? "allowed" : "implicitDeny", null, true, List.of());
  }

  private void key(String id, Caller owner) {
    cloud.accessKeys().register(new AccessKeys.Key(id, "secret-of-" + id, null, null, owner));
  }

  private String dbUser(String name) {
    return "arn:aws:rds-db:eu-west-1:000000000000:dbuser:" + instance.dbiResourceId() + "/" + name;
  }

  @BeforeEach
  void nobodyIsAllowed() {
    allowed.clear();
  }

  @Test
  void aTokenLetsInWhomPoliciesLetConnect() throws Exception {
    SQLException refused =
        assertThrows(SQLException.class, () -> connect("reader", token("reader"), "verify-full"));
    assertEquals("28000", refused.getSQLState());
    String said = String.valueOf(lastSignIn().response());
    assertTrue(said.contains("rds-db:connect"), said);
    String need = "rds-db:connect " + dbUser("reader");
    assertEquals(need, lastSignIn().facts().get("denied"));
    assertEquals("arn:aws:iam::000000000000:user/ann", lastSignIn().facts().get("caller"));
    allowed.add(dbUser("reader"));
    try (Connection connection = connect("reader", token("reader"), "verify-full");
        Statement statement = connection.createStatement();
        ResultSet who = statement.executeQuery("select session_user")) {
      assertTrue(who.next());
      assertEquals("reader", who.getString(1));
    }
    assertEquals(200, lastSignIn().status());
    assertEquals(need, lastSignIn().facts().get("needs"));
    assertEquals(dbUser("reader"), lastSignIn().resource());
    PolicySimulator.Question question = asked.get(asked.size() - 1);
    assertEquals("rds-db:connect", question.action());
    assertEquals("arn:aws:iam::000000000000:user/ann", question.principal());
    allowed.clear();
    connect(
            "reader",
            token("AKIAROOT", "secret-of-AKIAROOT", "reader", Clock.systemUTC()),
            "require")
        .close();
  }

  @Test
  void everythingElseIsNoToken() throws Exception {
    allowed.add(dbUser("reader"));
    String good = token("reader");
    for (String bad :
        List.of(
            "own-password",
            token("other"),
            token("AKIAANN", "another-secret", "reader", Clock.systemUTC()),
            token("AKIANOBODY", "secret", "reader", Clock.systemUTC()),
            token("AKIAANN", "secret-of-AKIAANN", "reader", past(Duration.ofMinutes(16))),
            good.replace("DBUser=reader", "DBUser=reader2"),
            good.replace(":" + instance.endpoint().port() + "/", ":5432/"))) {
      SQLException refused =
          assertThrows(SQLException.class, () -> connect("reader", bad, "verify-full").close());
      assertEquals("28000", refused.getSQLState(), bad);
    }
    connect(
            "reader",
            token("AKIAANN", "secret-of-AKIAANN", "reader", past(Duration.ofMinutes(14))),
            "require")
        .close();
    SQLException plain =
        assertThrows(SQLException.class, () -> connect("reader", good, "disable").close());
    assertEquals("28000", plain.getSQLState());
  }

  @Test
  void othersHaveTheirPasswords() throws Exception {
    connect("other", "own-password", "verify-full").close();
    allowed.add(dbUser("other"));
    SQLException refused =
        assertThrows(
            SQLException.class, () -> connect("other", token("other"), "verify-full").close());
    assertEquals("28P01", refused.getSQLState());
  }

  @Test
  void whereTheInstanceHasNoIamAuthenticationATokenIsAWrongPassword() throws Exception {
    allowed.add(dbUser("reader"));
    rds.modifyDBInstance(
        off ->
            off.dbInstanceIdentifier("tokens")
                .enableIAMDatabaseAuthentication(false)
                .applyImmediately(true));
    try {
      SQLException refused =
          assertThrows(
              SQLException.class, () -> connect("reader", token("reader"), "verify-full").close());
      assertEquals("28P01", refused.getSQLState());
    } finally {
      rds.modifyDBInstance(
          on ->
              on.dbInstanceIdentifier("tokens")
                  .enableIAMDatabaseAuthentication(true)
                  .applyImmediately(true));
    }
  }

  private Hop lastSignIn() {
    return hops.stream()
        .filter(hop -> hop.action().equals("SIGN_IN"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static Clock past(Duration by) {
    return Clock.fixed(Instant.now().minus(by), ZoneOffset.UTC);
  }

  private String token(String user) {
    return token("AKIAANN", "secret-of-AKIAANN", user, Clock.systemUTC());
  }

  private String token(String key, String secret, String user, Clock clock) {
    String token =
        RdsUtilities.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
            .build()
            .generateAuthenticationToken(
                generate ->
                    generate
                        .hostname(instance.endpoint().address())
                        .port(instance.endpoint().port())
                        .username(user));
    return clock.instant().isBefore(Instant.now().minusSeconds(60))
        ? SignedAtAnotherTime.token(instance.endpoint(), key, secret, user, clock)
        : token;
  }

  private Connection connect(String user, String password, String mode) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", mode);
    properties.setProperty("sslrootcert", root.toString());
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + instance.endpoint().port() + "/postgres", properties);
  }
}
