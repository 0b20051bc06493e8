package dev.rehearsal.cloud.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.KmsKeyNotAccessibleException;
import software.amazon.awssdk.services.rds.model.Parameter;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RdsTest {

  @TempDir static Path folder;
  private Cloud cloud;
  private RdsClient rds;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), Path.of("target/cache")))
            .hops(hops::add)
            .build();
    rds = cloud.client(RdsClient.class, new Caller.Root("000000000000", null), "eu-west-1");
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @Test
  void anInstanceIsARealPostgreSql() throws SQLException {
    DBInstance instance = create("real", asked -> asked.dbName("orders")).toBuilder().build();
    assertEquals("available", instance.dbInstanceStatus());
    try (Connection connection = connect(instance, "orders", "shop_admin", "correct-horse")) {
      assertTrue(connection.getMetaData().getDatabaseProductVersion().startsWith("17."));
      connection.createStatement().execute("create table t (n int)");
      connection.createStatement().execute("create database plain template template0");
      connect(instance, "plain", "shop_admin", "correct-horse").close();
    }
    SQLException refused =
        assertThrows(
            SQLException.class, () -> connect(instance, "orders", "shop_admin", "wrong").close());
    assertEquals("28P01", refused.getSQLState());
    delete("real");
    assertThrows(
        DbInstanceNotFoundException.class,
        () -> rds.describeDBInstances(request -> request.dbInstanceIdentifier("real")));
    assertThrows(
        SQLException.class,
        () -> connect(instance, "orders", "shop_admin", "correct-horse").close());
  }

  @Test
  void parametersReachTheServer() throws SQLException {
    rds.createDBParameterGroup(
        request ->
            request
                .dbParameterGroupName("slow")
                .dbParameterGroupFamily("postgres17")
                .description("slow statements"));
    DBInstance instance = create("tuned", asked -> asked.dbParameterGroupName("slow"));
    rds.modifyDBParameterGroup(
        request ->
            request
                .dbParameterGroupName("slow")
                .parameters(
                    Parameter.builder()
                        .parameterName("log_min_duration_statement")
                        .parameterValue("500")
                        .applyMethod(ApplyMethod.IMMEDIATE)
                        .build()));
    try (Connection connection = connect(instance, "postgres", "shop_admin", "correct-horse");
        var statement = connection.createStatement();
        var row = statement.executeQuery("show log_min_duration_statement")) {
      assertTrue(row.next());
      assertEquals("500ms", row.getString(1));
    }
    AwsServiceException inUse =
        assertThrows(
            AwsServiceException.class,
            () -> rds.deleteDBParameterGroup(request -> request.dbParameterGroupName("slow")));
    assertEquals("InvalidDBParameterGroupState", inUse.awsErrorDetails().errorCode());
    delete("tuned");
    rds.deleteDBParameterGroup(request -> request.dbParameterGroupName("slow"));
  }

  @Test
  void nothingListensOnceTheServiceIsClosed() {
    String elsewhere = "eu-west-2";
    RdsClient other =
        cloud.client(RdsClient.class, new Caller.Root("000000000000", null), elsewhere);
    DBInstance instance = create(other, "closed", asked -> {});
    cloud.peer(Rds.class, "000000000000", elsewhere).close();
    assertThrows(
        ConnectException.class,
        () -> new Socket(instance.endpoint().address(), instance.endpoint().port()).close());
  }

  @Test
  void everyStatementIsAHop() throws SQLException {
    DBInstance instance = create("watched", asked -> asked.dbName("orders"));
    try (Connection connection = connect(instance, "orders", "shop_admin", "correct-horse")) {
      connection.createStatement().execute("create table orders (id text primary key)");
      connection.setAutoCommit(false);
      try (var insert = connection.prepareStatement("insert into orders values (?)")) {
        insert.setString(1, "a");
        insert.execute();
        connection.commit();
        SQLException twice = assertThrows(SQLException.class, insert::execute);
        assertEquals("23505", twice.getSQLState());
        connection.rollback();
      }
    }
    assertEquals(
        List.of(
            "CREATE orders null",
            "BEGIN null",
            "INSERT orders null",
            "COMMIT null",
            "BEGIN null",
            "INSERT orders 23505",
            "ROLLBACK null"),
        hops.stream()
            .filter(hop -> hop.kind() == Hop.Kind.SQL && !hop.action().startsWith("SET"))
            .filter(hop -> instance.dbInstanceArn().equals(hop.resource()))
            .map(hop -> hop.action() + " " + hop.error())
            .toList());
    delete("watched");
  }

  @Test
  void protectedInstancesAreNotDeleted() {
    create("guarded", asked -> asked.deletionProtection(true));
    AwsServiceException refused = assertThrows(AwsServiceException.class, () -> delete("guarded"));
    assertEquals("InvalidParameterCombination", refused.awsErrorDetails().errorCode());
    rds.modifyDBInstance(
        request -> request.dbInstanceIdentifier("guarded").deletionProtection(false));
    delete("guarded");
  }

  @Test
  void otherVersionsAreRefusedByName() {
    AwsServiceException refused =
        assertThrows(
            AwsServiceException.class, () -> create("old", asked -> asked.engineVersion("12.1")));
    assertTrue(refused.awsErrorDetails().errorMessage().contains("12.1"));
  }

  private DBInstance create(String id, Consumer<CreateDbInstanceRequest.Builder> with) {
    return create(rds, id, with);
  }

  private static DBInstance create(
      RdsClient client, String id, Consumer<CreateDbInstanceRequest.Builder> with) {
    return client
        .createDBInstance(
            request ->
                with.accept(
                    request
                        .dbInstanceIdentifier(id)
                        .engine("postgres")
                        .dbInstanceClass("db.t4g.micro")
                        .allocatedStorage(20)
                        .masterUsername("shop_admin")
                        .masterUserPassword("correct-horse")))
        .dbInstance();
  }

  private void delete(String id) {
    rds.deleteDBInstance(request -> request.dbInstanceIdentifier(id).skipFinalSnapshot(true));
  }

  @Test
  void onlyTlsWithTheStagesOwnAuthorityComesIn(@TempDir Path own) throws Exception {
    DBInstance instance = create("tls", asked -> {});
    Path root = Files.writeString(own.resolve("root.pem"), cloud.authority().pem());
    String url =
        "jdbc:postgresql://127.0.0.1:"
            + instance.endpoint().port()
            + "/postgres?user=shop_admin&password=correct-horse&sslmode=";
    try (Connection connection =
            DriverManager.getConnection(url + "verify-full&sslrootcert=" + root);
        var row =
            connection.createStatement().executeQuery("select 'as the server sees it, none'")) {
      assertTrue(row.next());
    }
    Path other = Files.writeString(own.resolve("other.pem"), CertificateAuthority.create().pem());
    assertThrows(
        SQLException.class,
        () -> DriverManager.getConnection(url + "verify-full&sslrootcert=" + other).close());
    SQLException refused =
        assertThrows(
            SQLException.class, () -> DriverManager.getConnection(url + "disable").close());
    assertEquals("28000", refused.getSQLState());
    delete("tls");
  }

  @Test
  void aSnapshotIsRestoredWithItsDataUnderTheSameName() throws SQLException {
    DBInstance instance = create("kept", asked -> asked.dbName("orders"));
    int port = instance.endpoint().port();
    run(instance, "create table t (n int)", "insert into t values (1)");
    rds.createDBSnapshot(
        asked -> asked.dbInstanceIdentifier("kept").dbSnapshotIdentifier("before"));
    run(instance, "insert into t values (2)");

    rds.modifyDBInstance(
        asked -> asked.dbInstanceIdentifier("kept").newDBInstanceIdentifier("kept-lost"));
    DBInstance restored =
        rds.restoreDBInstanceFromDBSnapshot(
                asked -> asked.dbInstanceIdentifier("kept").dbSnapshotIdentifier("before"))
            .dbInstance();
    assertEquals(port, restored.endpoint().port(), "the endpoint goes with the name");
    assertEquals(List.of(1), numbers(restored));
    run(restored, "insert into t values (3)");

    rds.createDBSnapshot(asked -> asked.dbInstanceIdentifier("kept").dbSnapshotIdentifier("again"));
    DBInstance third =
        rds.restoreDBInstanceFromDBSnapshot(
                asked -> asked.dbInstanceIdentifier("kept-2").dbSnapshotIdentifier("again"))
            .dbInstance();
    assertEquals(List.of(1, 3), numbers(third), "a restored database is restored again");

    DBInstance lost =
        rds.describeDBInstances(asked -> asked.dbInstanceIdentifier("kept-lost"))
            .dbInstances()
            .get(0);
    assertEquals(List.of(1, 2), numbers(lost));
    delete("kept");
    delete("kept-2");
    rds.deleteDBInstance(
        asked -> asked.dbInstanceIdentifier("kept-lost").finalDBSnapshotIdentifier("last"));
    assertEquals(
        List.of("again", "before", "last"),
        rds.describeDBSnapshots().dbSnapshots().stream()
            .map(DBSnapshot::dbSnapshotIdentifier)
            .toList());
    for (String each : List.of("again", "before", "last")) {
      rds.deleteDBSnapshot(asked -> asked.dbSnapshotIdentifier(each));
    }
  }

  @Test
  void aDatabaseIsRestoredToAMoment() throws SQLException {
    DBInstance instance = create("timed", asked -> asked.dbName("orders"));
    run(instance, "create table t (n int)", "insert into t values (1)");
    Instant moment = databaseTime(instance);
    run(instance, "insert into t values (2)");
    DBInstance then =
        rds.restoreDBInstanceToPointInTime(
                asked ->
                    asked
                        .sourceDBInstanceIdentifier("timed")
                        .targetDBInstanceIdentifier("timed-then")
                        .restoreTime(moment))
            .dbInstance();
    assertEquals(List.of(1), numbers(then));
    DBInstance now =
        rds.restoreDBInstanceToPointInTime(
                asked ->
                    asked
                        .sourceDBInstanceIdentifier("timed")
                        .targetDBInstanceIdentifier("timed-now")
                        .useLatestRestorableTime(true))
            .dbInstance();
    assertEquals(List.of(1, 2), numbers(now));
    assertThrows(
        AwsServiceException.class,
        () ->
            rds.restoreDBInstanceToPointInTime(
                asked ->
                    asked
                        .sourceDBInstanceIdentifier("timed")
                        .targetDBInstanceIdentifier("timed-future")
                        .restoreTime(Instant.now().plusSeconds(3600))));
    delete("timed");
    delete("timed-then");
    delete("timed-now");
  }

  @Test
  void theStandbyTakesOverBehindTheSameEndpoint() throws SQLException {
    DBInstance instance = create("standby", asked -> asked.multiAZ(true));
    try (Connection open = connect(instance, "postgres", "shop_admin", "correct-horse")) {
      DBInstance after =
          rds.rebootDBInstance(asked -> asked.dbInstanceIdentifier("standby").forceFailover(true))
              .dbInstance();
      assertEquals(instance.secondaryAvailabilityZone(), after.availabilityZone());
      assertEquals(instance.availabilityZone(), after.secondaryAvailabilityZone());
      assertEquals(instance.endpoint(), after.endpoint());
      assertThrows(SQLException.class, () -> open.createStatement().execute("select 1"));
    }
    connect(instance, "postgres", "shop_admin", "correct-horse").close();
    delete("standby");
  }

  @Test
  void aDatabaseIsAwayWhileItsKeyIsDisabled() throws SQLException {
    KmsClient kms =
        cloud.client(KmsClient.class, new Caller.Root("000000000000", null), "eu-west-1");
    String key = kms.createKey().keyMetadata().arn();
    DBInstance instance = create("sealed", asked -> asked.storageEncrypted(true).kmsKeyId(key));
    kms.disableKey(asked -> asked.keyId(key));
    assertEquals(
        "inaccessible-encryption-credentials-recoverable",
        rds.describeDBInstances(asked -> asked.dbInstanceIdentifier("sealed"))
            .dbInstances()
            .get(0)
            .dbInstanceStatus());
    assertThrows(
        KmsKeyNotAccessibleException.class,
        () -> rds.startDBInstance(asked -> asked.dbInstanceIdentifier("sealed")));
    kms.enableKey(asked -> asked.keyId(key));
    rds.startDBInstance(asked -> asked.dbInstanceIdentifier("sealed"));
    connect(instance, "postgres", "shop_admin", "correct-horse").close();
    delete("sealed");
  }

  private static void run(DBInstance instance, String... statements) throws SQLException {
    try (Connection connection = connect(instance, "orders", "shop_admin", "correct-horse");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static List<Integer> numbers(DBInstance instance) throws SQLException {
    List<Integer> found = new ArrayList<>();
    try (Connection connection = connect(instance, "orders", "shop_admin", "correct-horse");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select n from t order by n")) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }

  private static Instant databaseTime(DBInstance instance) throws SQLException {
    try (Connection connection = connect(instance, "orders", "shop_admin", "correct-horse");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select clock_timestamp()")) {
      assertTrue(row.next());
      return row.getTimestamp(1).toInstant();
    }
  }

  private static Connection connect(DBInstance instance, String database, String user, String word)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + instance.endpoint().address()
            + ":"
            + instance.endpoint().port()
            + "/"
            + database
            + "?sslmode=require",
        user,
        word);
  }
}
