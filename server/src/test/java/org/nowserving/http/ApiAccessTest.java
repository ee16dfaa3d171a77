package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.sending;
import static org.nowserving.http.Bureau.text;
import static org.nowserving.http.Bureau.withAuthorization;
import static org.nowserving.http.Bureau.withCookie;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;

/** Who may make which call: every route, by everybody. */
class ApiAccessTest {
  private static final String NEW_MEMBER =
      "{\"name\":\"bob\",\"password\":\"battery staple correct\",\"role\":\"staff\"}";
  private static final String LOGIN = "{\"name\":\"alice\",\"password\":\"correct horse battery\"}";

  private static final String ALL_TICKETS = "{\"text\":\"\"}";

  private final Bureau bureau = new Bureau(new MemoryHistory(3));

  @AfterEach
  void close() {
    bureau.close();
  }

  /**
   * A call, and what it answers to nobody, to alice (staff, and the owner of the account where that
   * is hers), and to root (admin).
   */
  record Row(
      String method, String pattern, String target, String body, int nobody, int alice, int root) {
    ApiRequest asked() {
      ApiRequest request = request(method, target);
      return body.isEmpty() ? request : sending(request, body);
    }

    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  static List<Row> rows() {
    String password = "{\"password\":\"battery staple correct\"}";
    return List.of(
        new Row("GET", "/api/desk", "/api/desk", "", 200, 200, 200),
        new Row("POST", "/api/login", "/api/login", LOGIN, 200, 200, 200),
        new Row(
            "POST",
            "/api/device",
            "/api/device",
            "{\"key\":\"" + Bureau.DEVICE_KEY + "\"}",
            204,
            204,
            204),
        new Row("DELETE", "/api/device", "/api/device", "", 204, 204, 204),
        new Row("POST", "/api/logout", "/api/logout", "", 401, 204, 204),
        new Row("GET", "/api/session", "/api/session", "", 401, 200, 200),
        new Row("GET", "/api/device", "/api/device", "", 401, 401, 401),
        new Row("GET", "/api/staff", "/api/staff", "", 401, 403, 200),
        new Row("POST", "/api/staff", "/api/staff", NEW_MEMBER, 401, 403, 201),
        new Row("DELETE", "/api/staff/{name}", "/api/staff/carol", "", 401, 403, 204),
        new Row("DELETE", "/api/staff/{name}", "/api/staff/alice", "", 401, 403, 204),
        new Row(
            "PUT",
            "/api/staff/{name}/password",
            "/api/staff/carol/password",
            password,
            401,
            403,
            204),
        new Row(
            "PUT",
            "/api/staff/{name}/password",
            "/api/staff/alice/password",
            password,
            401,
            204,
            204),
        new Row(
            "PUT",
            "/api/staff/{name}/password",
            "/api/staff/%20alice/password",
            password,
            401,
            204,
            204),
        new Row("GET", "/api/tickets", "/api/tickets", "", 401, 200, 200),
        new Row("POST", "/api/tickets/search", "/api/tickets/search", ALL_TICKETS, 401, 200, 200),
        new Row("GET", "/api/figures", "/api/figures", "", 401, 200, 200),
        new Row(
            "DELETE", "/api/visitors/{email}", "/api/visitors/vi@example.com", "", 401, 403, 204),
        new Row("GET", "/api/tables", "/api/tables", "", 401, 403, 200),
        new Row("POST", "/api/tables/{n}/free", "/api/tables/3/free", "", 401, 403, 409),
        new Row("POST", "/api/tables/{n}/free", "/api/tables/99/free", "", 401, 403, 404),
        new Row("POST", "/api/tickets/{id}/cancel", "/api/tickets/0/cancel", "", 401, 403, 404),
        new Row("POST", "/api/day/close", "/api/day/close", "", 401, 403, 200));
  }

  @Test
  void everyRouteHasARow() {
    Set<String> tested = new LinkedHashSet<>();
    rows().forEach(row -> tested.add(row.method() + " " + row.pattern()));
    Set<String> routes = new LinkedHashSet<>();
    bureau.api.calls().forEach(route -> routes.add(route.method() + " " + route.pattern()));
    assertEquals(routes, tested);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void nobodyMayDoLittle(Row row) {
    ApiResponse answer = bureau.api.answer(row.asked());
    assertEquals(row.nobody(), answer.status());
    boolean forMembers = row.alice() != 401; // anybody's call may refuse in words of its own
    if (row.nobody() == 401 && forMembers) {
      assertEquals("{\"error\":\"please sign in first\"}", text(answer));
      assertEquals("Bearer", answer.headers().get("WWW-Authenticate"));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aStaffMemberMayDoWhatIsTheirs(Row row) {
    ApiRequest asked = bearing(row.asked(), bureau.tokenOf("alice"));
    ApiResponse answer = bureau.api.answer(asked);
    assertEquals(row.alice(), answer.status());
    if (row.alice() == 403) {
      assertEquals("{\"error\":\"only an admin may do this\"}", text(answer));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anAdminMayDoEverything(Row row) {
    ApiRequest asked = bearing(row.asked(), bureau.tokenOf("root"));
    assertEquals(row.root(), bureau.api.answer(asked).status());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aCookieIsAsGoodAsABearer(Row row) {
    ApiRequest asked = withCookie(row.asked(), bureau.tokenOf("root"));
    assertEquals(row.root(), bureau.api.answer(asked).status());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aTokenThatIsOverIsNobodys(Row row) throws Exception {
    Token signedOut = bureau.tokenOf("root");
    bureau.staff.signOut(bureau.staff.session(signedOut).orElseThrow().id());
    Token removed = bureau.tokenOf("carol");
    bureau.staff.remove(new StaffName("carol"));
    Token expired = bureau.tokenOf("root");
    bureau.clock.pass(Duration.ofHours(12));
    Token madeUp = new Token("abcdefghijklmnopqrstuvwxyz234567");

    int expected = row.nobody();
    for (Token token : List.of(signedOut, removed, expired, madeUp)) {
      assertEquals(expected, bureau.api.answer(bearing(row.asked(), token)).status());
      assertEquals(expected, bureau.api.answer(withCookie(row.asked(), token)).status());
    }
  }

  /** Whether somebody has that name is for admins to know. */
  @ParameterizedTest
  @ValueSource(strings = {"carol", "nobody", "%7B%7D"})
  void whoMayNotAskLearnsNoNames(String name) {
    for (ApiRequest asked :
        List.of(
            request("DELETE", "/api/staff/" + name),
            sending(request("PUT", "/api/staff/" + name + "/password"), "{\"password\":\"x\"}"))) {
      assertEquals(401, bureau.api.answer(asked).status());
      ApiResponse answer = bureau.api.answer(bearing(asked, bureau.tokenOf("alice")));
      assertEquals(403, answer.status());
      assertEquals("{\"error\":\"only an admin may do this\"}", text(answer));
    }
  }

  @Test
  void theBearerCountsAndNotTheCookieBesideIt() {
    ApiRequest asked = withCookie(request("GET", "/api/staff"), bureau.tokenOf("root"));
    assertEquals(403, bureau.api.answer(bearing(asked, bureau.tokenOf("alice"))).status());
    for (String header : List.of("Basic cm9vdDpyb290", "Bearer", "Bearer ", "")) {
      assertEquals(401, bureau.api.answer(withAuthorization(asked, header)).status(), header);
    }
    String bearer = "Bearer " + bureau.tokenOf("root").secret();
    assertEquals(401, bureau.api.answer(withAuthorization(asked, bearer, bearer)).status());
    assertEquals(200, bureau.api.answer(withAuthorization(asked, bearer)).status());
    String loud = bearer.replace("Bearer", "BEARER");
    assertEquals(200, bureau.api.answer(withAuthorization(asked, loud)).status());
  }

  static Stream<Row> wrongAddresses() {
    return Stream.of(
        new Row("GET", "", "/api", "", 404, 404, 404),
        new Row("GET", "", "/api/", "", 404, 404, 404),
        new Row("GET", "", "/api/staff/", "", 404, 404, 404),
        new Row("GET", "", "//api/staff", "", 404, 404, 404),
        new Row("GET", "", "/API/staff", "", 404, 404, 404),
        new Row("DELETE", "", "/api/staff/", "", 404, 404, 404),
        new Row("GET", "", "/index.html", "", 404, 404, 404),
        new Row("GET", "", "/api/staff?x=1", "", 401, 403, 400),
        new Row("GET", "", "/?x=1", "", 400, 400, 400),
        new Row("GET", "", "/api/staff?token=x", "", 400, 400, 400),
        new Row("GET", "", "/api/tickets?limit=1&%4Bey=x", "", 400, 400, 400),
        new Row("POST", "", "/api/device?key=x", "", 400, 400, 400),
        new Row("GET", "", "/nothing?Access_Token=x", "", 400, 400, 400),
        new Row("GET", "", "/api/tickets?from", "", 400, 400, 400),
        new Row("GET", "", "/api/tickets?limit=1&limit=2", "", 400, 400, 400),
        new Row("GET", "", "/api/%zz", "", 400, 400, 400),
        new Row("GET", "", "http://example.com/", "", 400, 400, 400),
        new Row("OPTIONS", "", "*", "", 400, 400, 400));
  }

  @ParameterizedTest
  @MethodSource("wrongAddresses")
  void aWrongAddressIsSaidToBeOne(Row row) {
    assertEquals(row.nobody(), bureau.api.answer(row.asked()).status());
    ApiRequest byAlice = bearing(row.asked(), bureau.tokenOf("alice"));
    assertEquals(row.alice(), bureau.api.answer(byAlice).status());
    ApiRequest byRoot = bearing(row.asked(), bureau.tokenOf("root"));
    assertEquals(row.root(), bureau.api.answer(byRoot).status());
  }
}
