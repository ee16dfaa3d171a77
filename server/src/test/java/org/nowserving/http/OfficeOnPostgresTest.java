package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.sending;
import static org.nowserving.http.Bureau.text;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.accounts.LiveFloor;
import org.nowserving.accounts.PasswordHashing;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.accounts.StaffAccounts.FirstStart;
import org.nowserving.accounts.StaffAccounts.Removal;
import org.nowserving.accounts.Tokens;
import org.nowserving.floor.ConnectionId;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.limits.LimitMeter;
import org.nowserving.limits.Limits;
import org.nowserving.limits.OutOfReach;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.store.Role;
import org.nowserving.store.postgres.PostgresStore;
import org.nowserving.store.postgres.TestDatabase;

/** The office's work on a real PostgreSQL, with the real floor. */
class OfficeOnPostgresTest {
  private static final String SECRET = "correct horse battery";

  private final LiveFloor.Clock clock = new LiveFloor.Clock(Instant.parse("2026-03-02T08:00:00Z"));
  private TestDatabase database;
  private PostgresStore store;
  private LiveFloor floor;
  private StaffAccounts staff;
  private Api api;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    store = database.open();
    floor = LiveFloor.startedOver(store.journal(), clock);
    staff = accounts();
    api = api();
    assertInstanceOf(FirstStart.WithGivenPassword.class, staff.firstStart(Optional.of(SECRET)));
  }

  private Api api() {
    return new Api(
        staff,
        DeviceKeys.none(),
        new Archive(store.visitors(), store.history(), store.figures(), store.seats()),
        floor.office(),
        new Limits(OutOfReach.LIMITS, LimitMeter.NONE).signInGuard(),
        Bureau.DESK,
        clock);
  }

  private StaffAccounts accounts() {
    return new StaffAccounts(
        store.accounts(),
        floor.office(),
        new PasswordHashing(
            new PasswordHashing.Cost(64, 1, 1), 2, Duration.ofSeconds(30), new SecureRandom()),
        new Tokens(new SecureRandom()),
        clock,
        Duration.ofHours(12));
  }

  @AfterEach
  void close() throws Exception {
    floor.close();
    store.close();
    database.close();
  }

  private Token login(String name) {
    String body = Json.object(json -> json.text("name", name).text("password", SECRET));
    String answer = text(api.answer(sending(request("POST", "/api/login"), body)));
    Matcher token = Pattern.compile("\"token\":\"([a-z2-7]+)\"").matcher(answer);
    assertTrue(token.find(), answer);
    return new Token(token.group(1));
  }

  private int status(Token token, String method, String target) {
    return api.answer(bearing(request(method, target), token)).status();
  }

  private String get(Token token, String target) {
    return text(api.answer(bearing(request("GET", target), token)));
  }

  private String tickets(Token token, String query) {
    return get(token, "/api/tickets" + query);
  }

  @Test
  void aMemberComesServesAndGoes() throws Exception {
    Token admin = login("admin");
    String member =
        "{\"name\":\"alice\",\"password\":\"correct horse battery\",\"role\":\"staff\"}";
    ApiRequest adding = sending(bearing(request("POST", "/api/staff"), admin), member);
    assertEquals(201, api.answer(adding).status());
    assertEquals(409, api.answer(adding).status());
    Token alice = login("alice");
    assertEquals(403, status(alice, "GET", "/api/staff"));

    ConnectionId desk = floor.connect(staff.resolve(alice).orElseThrow());
    floor.pick(desk, 3);
    TicketId ticket = floor.open("Vi@example.com", "Vi");
    floor.accept(desk, ticket);
    assertEquals(
        "{\"tickets\":[{\"id\":0,\"email\":\"Vi@example.com\",\"name\":\"Vi\",\"state\":\"serving\","
            + "\"staff\":\"alice\",\"table\":3,\"opened\":\"2026-03-02T08:00:00Z\","
            + "\"claimed\":\"2026-03-02T08:00:00Z\",\"ended\":null}]}",
        tickets(alice, ""));
    assertEquals(409, status(admin, "DELETE", "/api/staff/alice"));

    clock.pass(Duration.ofMillis(1_500));
    floor.complete(desk, ticket);
    assertEquals(204, status(admin, "DELETE", "/api/staff/alice"));
    assertEquals(401, status(alice, "GET", "/api/tickets"));
    assertEquals(404, status(admin, "DELETE", "/api/staff/alice"));
    assertEquals(409, status(admin, "DELETE", "/api/staff/admin"));
    assertEquals(
        "id,email,name,state,staff,table,opened,claimed,ended\r\n"
            + "0,Vi@example.com,Vi,completed,alice,3,"
            + "2026-03-02T08:00:00Z,2026-03-02T08:00:00Z,2026-03-02T08:00:01.500Z\r\n",
        tickets(admin, "?format=csv"));
  }

  @Test
  void aTokenEndsWhenItShould() {
    Token first = login("admin");
    Token second = login("admin");
    assertEquals(204, status(first, "POST", "/api/logout"));
    assertEquals(401, status(first, "POST", "/api/logout"));
    assertEquals(200, status(second, "GET", "/api/staff"));
    clock.pass(Duration.ofHours(12));
    assertEquals(401, status(second, "GET", "/api/staff"));
  }

  @Test
  void aNewPasswordEndsTheOtherSessions() {
    Token mine = login("admin");
    Token other = login("admin");
    ApiRequest change =
        sending(
            request("PUT", "/api/staff/admin/password"),
            "{\"password\":\"correct horse battery\"}");
    assertEquals(204, api.answer(bearing(change, mine)).status());
    assertEquals(200, status(mine, "GET", "/api/staff"));
    assertEquals(401, status(other, "GET", "/api/staff"));
  }

  @Test
  void aVisitorIsErasedWhereverTheyStand() throws Exception {
    Token admin = login("admin");
    ConnectionId desk = floor.connect(staff.resolve(admin).orElseThrow());
    floor.pick(desk, 0);
    TicketId done = floor.open("vi@example.com", "Vi Ended");
    floor.accept(desk, done);
    floor.complete(desk, done);
    floor.open("VI@example.com", "Vi Waiting");
    floor.open("jo@example.com", "Jo");

    assertEquals(204, status(admin, "DELETE", "/api/visitors/Vi%40Example.com"));

    String left = tickets(admin, "");
    assertEquals(0, Pattern.compile("(?i)\"vi").matcher(left).results().count(), left);
    assertEquals(
        2,
        Pattern.compile("\"email\":\"erased@invalid\",\"name\":\"\\(erased\\)\"")
            .matcher(left)
            .results()
            .count(),
        left);
    assertTrue(left.contains("\"email\":\"jo@example.com\",\"name\":\"Jo\""), left);
    assertEquals(204, status(admin, "DELETE", "/api/visitors/Vi%40Example.com"));
  }

  @Test
  void whatTheOfficeDoesIsAnEventWithItsActor() throws Exception {
    Token admin = login("admin");
    staff.add(new StaffName("alice"), SECRET, Role.STAFF);
    ConnectionId alice = floor.connect(staff.resolve(login("alice")).orElseThrow());
    floor.pick(alice, 3);
    TicketId served = floor.open("jo@example.com", "Jo");
    floor.accept(alice, served);
    floor.open("vi@example.com", "Vi");
    floor.open("wu@example.com", "Wu");

    assertEquals(204, status(admin, "POST", "/api/tickets/1/cancel"));
    assertEquals(204, status(admin, "POST", "/api/tables/3/free"));
    assertEquals(204, status(admin, "POST", "/api/tickets/0/cancel"));
    floor.pick(alice, 4);
    assertEquals(200, status(admin, "POST", "/api/day/close"));

    assertEquals(
        List.of(
            "ticket-called-off 1 null null admin request",
            "table-freed null 3 alice admin request",
            "ticket-called-off 0 null alice admin request",
            "table-freed null 4 alice admin day_closed",
            "ticket-called-off 2 null null admin day_closed"),
        officeEvents());
    assertEquals(
        "id,email,name,state,staff,table,opened,claimed,ended\r\n"
            + "0,jo@example.com,Jo,cancelled,alice,3,"
            + "2026-03-02T08:00:00Z,2026-03-02T08:00:00Z,2026-03-02T08:00:00Z\r\n"
            + "1,vi@example.com,Vi,cancelled,,,2026-03-02T08:00:00Z,,2026-03-02T08:00:00Z\r\n"
            + "2,wu@example.com,Wu,cancelled,,,2026-03-02T08:00:00Z,,2026-03-02T08:00:00Z\r\n",
        tickets(admin, "?format=csv"));
  }

  @Test
  void whatIsFoundAndHowTheDeskDoesAgreesWithWhatHappened() throws Exception {
    Token admin = login("admin");
    ConnectionId desk = floor.connect(staff.resolve(admin).orElseThrow());
    floor.pick(desk, 3);
    TicketId vi = floor.open("Vi@example.com", "Vi Ölund");
    clock.pass(Duration.ofMinutes(10));
    floor.accept(desk, vi);
    clock.pass(Duration.ofMinutes(50));
    floor.complete(desk, vi);
    floor.open("jo@example.com", "100%_\\'Jo");
    clock.pass(Duration.ofSeconds(90));

    String figures = get(admin, "/api/figures?from=2026-03-02T08:00:00Z&to=2026-03-02T10:00:00Z");
    assertEquals(
        "{\"from\":\"2026-03-02T08:00:00Z\",\"to\":\"2026-03-02T10:00:00Z\",\"timeZone\":\"Europe/Zurich\","
            + "\"now\":\"2026-03-02T09:01:30Z\",\"waiting\":1,\"serving\":0,\"longestWaitSeconds\":90,"
            + "\"arrived\":2,\"served\":1,\"cancelled\":0,\"cancelledWaiting\":0,\"cancelledServing\":0,"
            + "\"waitSeconds\":{\"median\":600.0,\"p95\":600.0},"
            + "\"serviceSeconds\":{\"median\":3000.0,\"p95\":3000.0},"
            + "\"serviceLevel\":{\"withinSeconds\":900,\"share\":1.0},\"hours\":["
            + "{\"from\":\"2026-03-02T08:00:00Z\",\"arrived\":1,\"served\":0,\"cancelled\":0,\"medianWaitSeconds\":600.0},"
            + "{\"from\":\"2026-03-02T09:00:00Z\",\"arrived\":1,\"served\":1,\"cancelled\":0,\"medianWaitSeconds\":null}]}",
        figures);
    assertEquals("1", foundBy(admin, "%_\\'"));
    assertEquals("0", foundBy(admin, "öLUND"));
    assertEquals("0", foundBy(admin, "admin"));
    assertEquals("1 0", foundBy(admin, "EXAMPLE"));
    assertEquals("", foundBy(admin, "V_"));
    assertTrue(tickets(admin, "?state=open").startsWith("{\"tickets\":[{\"id\":1,"));
    assertTrue(tickets(admin, "?state=completed").startsWith("{\"tickets\":[{\"id\":0,"));
    assertEquals("{\"tickets\":[]}", tickets(admin, "?state=cancelled"));
  }

  private String foundBy(Token token, String text) {
    String body = Json.object(json -> json.text("text", text));
    ApiRequest search = sending(request("POST", "/api/tickets/search"), body);
    return Pattern.compile("\\{\"id\":([0-9]+)")
        .matcher(text(api.answer(bearing(search, token))))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining(" "));
  }

  @Test
  void whoSitsWhereIsListedFromTheLowestTableOn() throws Exception {
    Token admin = login("admin");
    assertEquals("{\"tables\":[]}", get(admin, "/api/tables"));
    staff.add(new StaffName("alice"), SECRET, Role.STAFF);
    ConnectionId desk = floor.connect(staff.resolve(admin).orElseThrow());
    floor.pick(desk, 7);
    clock.pass(Duration.ofMillis(1_500));
    floor.pick(floor.connect(staff.resolve(login("alice")).orElseThrow()), 0);
    assertEquals(
        "{\"tables\":["
            + "{\"table\":0,\"staff\":\"alice\",\"since\":\"2026-03-02T08:00:01.500Z\"},"
            + "{\"table\":7,\"staff\":\"admin\",\"since\":\"2026-03-02T08:00:00Z\"}]}",
        get(admin, "/api/tables"));
    floor.pick(desk, 3);
    assertEquals(204, status(admin, "POST", "/api/tables/0/free"));
    assertEquals(
        "{\"tables\":[{\"table\":3,\"staff\":\"admin\",\"since\":\"2026-03-02T08:00:01.500Z\"}]}",
        get(admin, "/api/tables"));
  }

  private List<String> officeEvents() throws Exception {
    List<String> events = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT kind, ticket, table_number, staff, actor, detail->>'reason' FROM event"
                    + " WHERE kind IN ('ticket-called-off', 'table-freed') ORDER BY seq")) {
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= 6; column++) {
          columns.add(row.getString(column));
        }
        events.add(String.join(" ", columns));
      }
    }
    return events;
  }

  @Test
  void tenThousandWhoWaitAreCancelledByOneClosing() throws Exception {
    floor.close();
    store.close();
    database.execute(
        "INSERT INTO ticket (id, email, name, opened_at, state, open_seq)"
            + " SELECT id, 'v' || id || '@example.com', 'Visitor ' || id,"
            + " timestamptz '2026-03-02T07:00:00Z', 'waiting', id + 1"
            + " FROM generate_series(0, 9999) AS id");
    database.execute("UPDATE writer SET last_seq = 10000, next_ticket = 10000");
    store = database.open();
    floor = LiveFloor.startedOver(store.journal(), clock);
    staff = accounts();
    api = api();

    Token admin = login("admin");
    assertEquals(
        "{\"cancelled\":10000,\"freed\":0}",
        text(api.answer(bearing(request("POST", "/api/day/close"), admin))));
    assertEquals(10_000, officeEvents().size());
    assertEquals(
        10_001,
        tickets(admin, "?format=csv").lines().filter(l -> !l.contains(",waiting,")).count());
  }

  @Test
  void ofTwoLastAdminsInTwoOfficesOneStays() throws Exception {
    staff.add(new StaffName("root"), SECRET, Role.ADMIN);
    StaffAccounts otherOffice = accounts(); // with a lock of its own: only the database is shared
    FutureTask<Removal> one = new FutureTask<>(() -> staff.remove(new StaffName("root")));
    FutureTask<Removal> two = new FutureTask<>(() -> otherOffice.remove(StaffAccounts.FIRST_ADMIN));
    Thread.ofVirtual().start(one);
    Thread.ofVirtual().start(two);
    assertEquals(EnumSet.of(Removal.REMOVED, Removal.LAST_ADMIN), EnumSet.of(one.get(), two.get()));
    assertEquals(1, staff.list().size());
  }

  @Test
  void fiftyThousandTicketsAreReadInSlicesWithoutAGap() throws Exception {
    database.execute(
        "INSERT INTO ticket (id, email, name, opened_at, ended_at, state, open_seq)"
            + " SELECT id, 'v' || id || '@example.com', 'Visitor ' || id,"
            + " timestamptz '2026-03-02T08:00:00Z' + id * interval '1 second',"
            + " timestamptz '2026-03-03T08:00:00Z', 'cancelled', id"
            + " FROM generate_series(0, 49999) AS id");
    database.execute("ANALYZE ticket"); // as autovacuum does it before long
    Token admin = login("admin");
    long id = 0;
    for (String line : tickets(admin, "?format=csv").lines().skip(1).toList()) {
      assertTrue(line.startsWith(id + ",v" + id + "@example.com,"), line);
      id++;
    }
    assertEquals(50_000, id);
    String span = "?from=2026-03-02T10:00:00Z&to=2026-03-02T11:00:00Z&limit=10000";
    String hour = tickets(admin, span);
    assertTrue(hour.startsWith("{\"tickets\":[{\"id\":7200,"), hour.substring(0, 40));
    assertEquals(3_600, Pattern.compile("\\{\"id\":").matcher(hour).results().count());
    assertTrue(hour.endsWith("}]}"), "that was all");
  }
}
