package dev.rehearsal.cloud.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.rds.SqlConversation.Fate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of the messages between client and server where a fault strikes a statement. */
final class SqlConversationTest {

  private final List<SqlConversation.Ended> ended = new ArrayList<>();
  private Fault.@Nullable Kind planned;
  private final SqlConversation conversation =
      new SqlConversation(
          new SqlConversation.Listener() {
            @Override
            public @Nullable Fault begins(String sql) {
              Fault.Kind kind = planned;
              return kind == null || !sql.startsWith("insert")
                  ? null
                  : new Fault(kind, Duration.ofMillis(1), null, "a test");
            }

            @Override
            public void ended(SqlConversation.Ended statement) {
              ended.add(statement);
            }

            @Override
            public void signedIn(TokenUsers.Answer answer) {
              throw new AssertionError(answer);
            }
          });

  private Fate client(char type, String... texts) {
    return conversation.client(type, body(texts));
  }

  private Fate server(char type, String... texts) {
    return conversation.server(type, body(texts));
  }

  private static ByteBuffer body(String... texts) {
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      all.append(text).append('\0');
    }
    return ByteBuffer.wrap(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRefusedSimpleQueryBecomesASyncAndItsErrorComesBeforeReady() {
    planned = Fault.Kind.ERROR;
    assertEquals(Fate.SYNC_INSTEAD, client('Q', "insert into orders"));
    assertEquals(Fate.AFTER_ERROR, server('Z', "T"));
    String error = new String(conversation.error(), StandardCharsets.UTF_8);
    assertTrue(error.startsWith("E") && error.contains("C58000\0"), error);
    assertEquals(Fate.PASSED, server('Z', "I"));
    assertEquals("58000", ended.get(0).error());
  }

  @Test
  void aRefusedExecuteKeepsBackAllUpToTheSync() {
    planned = Fault.Kind.THROTTLE;
    assertEquals(Fate.PASSED, client('P', "", "begin"));
    assertEquals(Fate.PASSED, client('B', "", ""));
    assertEquals(Fate.PASSED, client('E', ""));
    assertEquals(Fate.PASSED, client('P', "s1", "insert into orders"));
    assertEquals(Fate.PASSED, client('B', "", "s1"));
    assertEquals(Fate.KEPT_BACK, client('E', ""));
    assertEquals(Fate.KEPT_BACK, client('B', "", "s1"));
    assertEquals(Fate.KEPT_BACK, client('E', ""));
    assertEquals(Fate.PASSED, client('S'));
    assertEquals(Fate.PASSED, server('C', "BEGIN"));
    assertEquals(Fate.AFTER_ERROR, server('Z', "T"));
    assertTrue(new String(conversation.error(), StandardCharsets.UTF_8).contains("C53300\0"));
    assertEquals(List.of("insert into orders", "begin"), ended.stream().map(e -> e.sql()).toList());
  }

  @Test
  void aLostAnswerCutsWhenTheServerHasDoneIt() {
    planned = Fault.Kind.DROP;
    assertEquals(Fate.PASSED, client('Q', "insert into orders"));
    assertEquals(Fate.CUT, server('C', "INSERT 0 1"));
    assertNull(ended.get(0).error());
    assertEquals("drop by a test", String.valueOf(ended.get(0).fault()));
  }

  @Test
  void aResetCutsBeforeTheServerHearsOfIt() {
    planned = Fault.Kind.RESET;
    assertEquals(Fate.CUT, client('Q', "insert into orders"));
    assertEquals("08006", ended.get(0).error());
  }

  @Test
  void whatIsNotStruckPasses() {
    assertEquals(Fate.PASSED, client('Q', "insert into orders"));
    assertEquals(Fate.PASSED, server('C', "INSERT 0 1"));
    assertEquals(Fate.PASSED, server('Z', "I"));
    assertNull(ended.get(0).fault());
  }
}
