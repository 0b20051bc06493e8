package dev.rehearsal.cloud.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into orders (id) values ($1)|INSERT orders",
        "  UPDATE public.\"orders\" set state = $1|UPDATE orders",
        "select * from only payments where id = 1 for update skip locked|SELECT payments",
        "delete from outbox where id = $1|DELETE outbox",
        "/* why */ select 1|SELECT",
        "with due as (select id from outbox for update skip locked) update outbox set sent = now()|UPDATE outbox",
        "BEGIN|BEGIN",
        "create table if not exists t (n int)|CREATE t",
        "''|SQL"
      })
  void namesVerbAndTable(String sql, String action) {
    assertEquals(action, SqlText.action(sql));
  }
}
