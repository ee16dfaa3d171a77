package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;
import org.nowserving.store.postgres.TestDatabase;

/**
 * Every verb of the protocol, on every endpoint, said by everybody: an admin may do nothing at the
 * desk that a staff member may not, and a token opens nothing on a kiosk or a display.
 */
@Tag("unhurried")
class RolesIT {
  /** Who connects, and the table and the tickets that they try. */
  private enum Role {
    NOBODY(0, 0, 1),
    STAFF(1, 2, 3),
    ADMIN(2, 4, 5);

    final int table;
    final int first;
    final int second;

    Role(int table, int first, int second) {
      this.table = table;
      this.first = first;
      this.second = second;
    }

    String in(String line) {
      return line.replace("{table}", String.valueOf(table))
          .replace("{first}", String.valueOf(first))
          .replace("{second}", String.valueOf(second));
    }
  }

  /** What is said on an endpoint, and the answers. */
  private record Row(
      Endpoint endpoint, Verb verb, String rest, String nobody, String staff, String admin) {
    String answer(Role role) {
      return role.in(
          switch (role) {
            case NOBODY -> nobody;
            case STAFF -> staff;
            case ADMIN -> admin;
          });
    }
  }

  /** In the order in which they are said, on one connection for each role and endpoint. */
  private static final List<Row> ROWS =
      List.of(
          atDesk(
              Verb.PICK, " {table}", "error pick the message is malformed", "success pick {table}"),
          atDesk(
              Verb.ACCEPT,
              " {first}",
              "error accept you do not have a table chosen",
              "success claimed {first}"),
          atDesk(
              Verb.COMPLETE,
              " {first}",
              "error complete you are not assigned to any table",
              "success complete {first}"),
          atDesk(
              Verb.ACCEPT,
              " {second}",
              "error accept you do not have a table chosen",
              "success claimed {second}"),
          atDesk(
              Verb.CANCEL,
              " {second}",
              "error cancel you are not assigned to any table",
              "success cancel {second}"),
          atDesk(
              Verb.UNPICK, "", "error unpick you do not have a table assigned", "success unpick"),
          nowhere(Endpoint.STAFF, Verb.NEW, " v@example.com V"),
          nowhere(Endpoint.STAFF, Verb.QUERY, " v@example.com"),
          nowhere(Endpoint.KIOSK, Verb.PICK, " {table}"),
          nowhere(Endpoint.KIOSK, Verb.ACCEPT, " {first}"),
          nowhere(Endpoint.KIOSK, Verb.COMPLETE, " {first}"),
          nowhere(Endpoint.KIOSK, Verb.CANCEL, " {first}"),
          nowhere(Endpoint.KIOSK, Verb.UNPICK, ""),
          everybody(Endpoint.KIOSK, Verb.NEW, " v@example.com", "error new a name is required"),
          everybody(Endpoint.KIOSK, Verb.QUERY, " a@example.com", "success query A"),
          nowhere(Endpoint.DISPLAY, Verb.PICK, " {table}"),
          nowhere(Endpoint.DISPLAY, Verb.ACCEPT, " {first}"),
          nowhere(Endpoint.DISPLAY, Verb.COMPLETE, " {first}"),
          nowhere(Endpoint.DISPLAY, Verb.CANCEL, " {first}"),
          nowhere(Endpoint.DISPLAY, Verb.UNPICK, ""),
          nowhere(Endpoint.DISPLAY, Verb.NEW, " v@example.com V"),
          nowhere(Endpoint.DISPLAY, Verb.QUERY, " a@example.com"));

  private static Row atDesk(Verb verb, String rest, String stranger, String known) {
    return new Row(Endpoint.STAFF, verb, rest, stranger, known, known);
  }

  private static Row everybody(Endpoint endpoint, Verb verb, String rest, String answer) {
    return new Row(endpoint, verb, rest, answer, answer, answer);
  }

  private static Row nowhere(Endpoint endpoint, Verb verb, String rest) {
    return everybody(
        endpoint, verb, rest, "error " + verb.word() + " this command is not for this device");
  }

  @Test
  void everyVerbHasARowOnEveryEndpoint() {
    Set<String> missing = new LinkedHashSet<>();
    for (Endpoint endpoint : Endpoint.values()) {
      for (Verb verb : Verb.values()) {
        if (ROWS.stream().noneMatch(row -> row.endpoint() == endpoint && row.verb() == verb)) {
          missing.add(endpoint + " " + verb);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everybodyHearsWhatTheTableSays() throws Exception {
    Ground ground = new Ground();
    try (TestDatabase database = TestDatabase.fresh();
        HttpClient http = HttpClient.newHttpClient()) {
      URI service = ground.start(ground.on(database)).service();
      Map<Role, Badge> badges = badges(service);
      try (Device kiosk = Device.connect(http, service, Endpoint.KIOSK)) {
        for (int visitor = 0; visitor < 6; visitor++) {
          kiosk.ask("new a@example.com A", aside -> {});
        }
      }
      List<String> expected = new ArrayList<>();
      List<String> heard = new ArrayList<>();
      for (Role role : Role.values()) {
        for (Endpoint endpoint : Endpoint.values()) {
          try (Device device = connect(http, service, endpoint, badges.get(role))) {
            for (Row row : ROWS) {
              if (row.endpoint() == endpoint) {
                String line = row.verb().word() + role.in(row.rest());
                String said = role + " at " + endpoint + ": " + line + " -> ";
                expected.add(said + row.answer(role));
                heard.add(said + text(device.ask(line, aside -> {})));
              }
            }
          }
        }
      }
      assertEquals(String.join("\n", expected), String.join("\n", heard));
    } finally {
      ground.close();
    }
  }

  private static Map<Role, Badge> badges(URI service) throws Exception {
    Map<Role, Badge> badges = new EnumMap<>(Role.class);
    badges.put(Role.STAFF, Crew.hire(service, "Ann").getFirst());
    try (Office office = new Office(service)) {
      StaffName name = new StaffName("Root");
      office.add(Crew.admin(service), name, Launch.ADMIN_PASSWORD, "admin");
      badges.put(Role.ADMIN, office.signIn(name, Launch.ADMIN_PASSWORD));
    }
    return badges;
  }

  private static Device connect(
      HttpClient http, URI service, Endpoint endpoint, @Nullable Badge badge) throws Exception {
    Map<String, String> headers =
        Optional.ofNullable(badge)
            .map(shown -> Map.of("Authorization", "Bearer " + shown.token().secret()))
            .orElse(Map.of());
    return Device.connect(http, service, endpoint, headers, Device.Limits.USUAL);
  }

  private static String text(Reply reply) {
    return new MessageWriter(ClaimedOrder.TICKET_TABLE).text(reply);
  }
}
