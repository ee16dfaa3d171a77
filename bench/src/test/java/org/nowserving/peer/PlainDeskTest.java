package org.nowserving.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.peer.DeskDatabase.Address;
import org.nowserving.store.postgres.TestDatabase;

@SuppressWarnings("NullAway.Init")
class PlainDeskTest {
  private static final int POOL = 4;
  private static final int EVENT_LOOPS = 2;
  private static final String START = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor();
  private TestDatabase tested;
  private DeskDatabase database;
  private WebSocketPort port;

  @BeforeEach
  void open() throws SQLException {
    tested = TestDatabase.fresh();
    database =
        DeskDatabase.open(new Address(tested.jdbcUrl(), tested.user(), tested.password(), POOL));
    port = PlainDesk.listen(0, EVENT_LOOPS, commands, database);
  }

  @AfterEach
  void close() throws SQLException {
    port.close();
    commands.close();
    database.close();
    tested.close();
    http.close();
  }

  private static String ticket(long id, String staff) {
    return "\\{\"id\":"
        + id
        + ",\"email\":\"example@example.com\",\"name\":\"Example Name\",\"staff\":\""
        + Pattern.quote(staff)
        + "\",\"start\":\""
        + START
        + "\",\"end\":\"1970-01-01T00:00:00Z\"\\}";
  }

  private static void assertMatches(String pattern, String text) {
    assertTrue(text.matches(pattern), () -> text + " is not " + pattern);
  }

  @Test
  void aVisitIsToldInTheSeedsWords() throws InterruptedException, SQLException {
    try (Caller display = Caller.to(http, port, "/display");
        Caller alice = Caller.to(http, port, "/staff");
        Caller bob = Caller.to(http, port, "/staff");
        Caller kiosk = Caller.to(http, port, "/kiosk")) {
      assertEquals("taken", alice.hear());
      assertEquals("taken", bob.hear());
      assertEquals("success pick 0", alice.ask("pick 0 alice"));
      assertEquals("taken 0", bob.hear());
      assertEquals("success pick 3", bob.ask("pick 3 bob"));
      assertEquals("pick 0", display.hear());
      assertEquals("pick 3", display.hear());
      // A ticket of the moment in which somebody becomes known may be told twice. Each connection
      // is
      // answered in order, so after this both welcomes are over.
      assertEquals("success pick 0", alice.ask("pick 0 alice"));
      assertEquals("success pick 3", bob.ask("pick 3 bob"));

      assertMatches(
          "success new " + ticket(0, "{}"), kiosk.ask("new example@example.com Example Name"));
      assertMatches("new " + ticket(0, "{}"), alice.hear());
      assertMatches("new " + ticket(0, "{}"), bob.hear());

      assertEquals("success claimed 0", alice.ask("accept 0"));
      assertMatches("claimed " + ticket(0, "alice"), bob.hear());
      assertEquals("claimed 0 0", display.hear());
      assertEquals("success complete 0", alice.ask("complete 0"));
      assertEquals("complete 0", display.hear());

      kiosk.ask("new example@example.com Example Name");
      assertMatches("new " + ticket(1, "{}"), bob.hear());
      assertEquals("success claimed 1", bob.ask("accept 1"));
      assertEquals("success cancel 1", bob.ask("cancel 1"));
      assertEquals("claimed 1 3", display.hear());
      assertEquals("cancel 3", display.hear());
    }
    assertEquals(
        List.of("0 completed alice 0 t", "1 cancelled bob 3 t"),
        rows(
            "SELECT concat_ws(' ', id, state, staff, table_number, ended_at >= claimed_at)"
                + " FROM plain_desk.ticket ORDER BY id"));
    assertEquals(
        List.of(
            "ticket-opened 0",
            "ticket-claimed 0 0 alice alice",
            "ticket-completed 0 0 alice alice",
            "ticket-opened 1",
            "ticket-claimed 1 3 bob bob",
            "ticket-cancelled 1 3 bob bob"),
        rows(
            "SELECT concat_ws(' ', kind, ticket, table_number, staff, actor)"
                + " FROM plain_desk.event ORDER BY seq"));
    assertEquals(
        List.of("0 1 2", "1 4 5"),
        rows("SELECT concat_ws(' ', id, open_seq, claim_seq) FROM plain_desk.ticket ORDER BY id"));
  }

  @Test
  void refusalsAreTheSeeds() throws InterruptedException {
    try (Caller alice = Caller.to(http, port, "/staff");
        Caller bob = Caller.to(http, port, "/staff");
        Caller kiosk = Caller.to(http, port, "/kiosk")) {
      assertEquals("taken", alice.hear());
      assertEquals("taken", bob.hear());
      kiosk.ask("new example@example.com Example Name");
      assertEquals("error accept you do not have a table chosen", alice.ask("accept 0"));
      assertEquals("error complete you are not assigned to any table", alice.ask("complete 0"));
      assertEquals("error unpick you do not have a table assigned", alice.ask("unpick"));
      assertEquals("success pick 1", alice.ask("pick 1 alice"));
      assertMatches("new " + ticket(0, "{}"), alice.hear());
      assertEquals("taken 1", bob.hear());
      assertEquals("error the chosen table is not available", bob.ask("pick 1 bob"));
      assertMatches("new " + ticket(0, "{}"), bob.hear());
      assertEquals("success pick 2", bob.ask("pick 2 bob"));

      assertEquals("error accept ticket id does not exist", alice.ask("accept 7"));
      assertEquals("error complete you do not own this ticket", alice.ask("complete 0"));
      assertEquals("success claimed 0", alice.ask("accept 0"));
      assertMatches("claimed " + ticket(0, "alice"), bob.hear());
      assertEquals("error accept this ticket is now claimed", bob.ask("accept 0"));
      assertEquals("error cancel you do not own this ticket", bob.ask("cancel 0"));
      assertEquals("success complete 0", alice.ask("complete 0"));
      String ended = "the ticket has already been completed or cancelled";
      assertEquals("error complete " + ended, alice.ask("complete 0"));
      assertEquals("error cancel " + ended, alice.ask("cancel 0"));
      assertEquals("error accept " + ended, bob.ask("accept 0"));
      assertEquals("error complete ticket id does not exist", bob.ask("complete x"));
      assertEquals("success unpick", alice.ask("unpick"));
      assertEquals("taken 2", alice.hear());
    }
  }

  @Test
  void aKioskFindsTheNameGivenLast() throws InterruptedException {
    try (Caller kiosk = Caller.to(http, port, "/kiosk")) {
      assertEquals(
          "error query visitor email does not exist", kiosk.ask("query example@example.com"));
      kiosk.ask("new Example@example.com Example Name");
      assertMatches(
          ".*,\"name\":\"O'Neil \\\\\"שרה\\\\\" \\\\\\\\o/ 😀\",\"staff\".*",
          kiosk.ask("new example@example.com  O'Neil   \"שרה\" \\o/ 😀"));
      assertEquals("success query O'Neil \"שרה\" \\o/ 😀", kiosk.ask("query EXAMPLE@example.com"));
      assertEquals("error new the email is not valid", kiosk.ask("new example.com Name"));
      assertEquals("error new a name is required", kiosk.ask("new example@example.com"));
    }
  }

  @Test
  void manyKiosksAtOnceGetATicketEach() throws InterruptedException {
    int each = 3;
    List<Caller> kiosks = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      kiosks.add(Caller.to(http, port, "/kiosk"));
    }
    for (int i = 0; i < each; i++) {
      for (int visitor = 0; visitor < kiosks.size(); visitor++) {
        kiosks.get(visitor).say("new " + visitor + "@example.com Example Name");
      }
    }
    Set<Long> ids = new TreeSet<>();
    for (Caller kiosk : kiosks) {
      long before = -1;
      for (int i = 0; i < each; i++) {
        String answer = kiosk.hear();
        Matcher id = Pattern.compile("success new \\{\"id\":(\\d+),.*").matcher(answer);
        assertTrue(id.matches(), answer);
        long ticket = Long.parseLong(id.group(1));
        assertTrue(ticket > before, "a connection's commands are done in their order");
        assertTrue(ids.add(ticket), answer);
        before = ticket;
      }
      kiosk.close();
    }
    assertEquals(kiosks.size() * each, ids.size());
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = tested.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
