package dev.rehearsal.cloud.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
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

  private static Connection connect(DBInstance instance, String database, String user, String word)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + instance.endpoint().address()
            + ":"
            + instance.endpoint().port()
            + "/"
            + database,
        user,
        word);
  }
}
