package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.sending;
import static org.nowserving.http.Bureau.text;
import static org.nowserving.http.Bureau.withCookie;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nowserving.accounts.MemoryAccounts.Trouble;
import org.nowserving.floor.ConnectionId;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;

class ApiTest {
  private static final String LOGIN = "{\"name\":\"alice\",\"password\":\"correct horse battery\"}";

  private final MemoryHistory history = new MemoryHistory(3);
  private final Bureau bureau = new Bureau(history);

  @AfterEach
  void close() {
    bureau.close();
  }

  @Test
  void aWrongMethodHearsTheRightOnes() {
    ApiResponse staff = bureau.api.answer(request("PATCH", "/api/staff"));
    assertEquals(405, staff.status());
    assertEquals("GET, HEAD, POST", staff.headers().get("Allow"));
    ApiResponse login = bureau.api.answer(request("GET", "/api/login"));
    assertEquals(405, login.status());
    assertEquals("POST", login.headers().get("Allow"));
    assertEquals(405, bureau.api.answer(request("get", "/api/staff")).status());
    assertEquals(200, bureau.api.answer(request("HEAD", "/")).status());
  }

  /** What is wrong with a body, and the answer. */
  record Body(String type, String text, int status, String error) {}

  static List<Body> bodies() {
    String json = "application/json";
    return List.of(
        new Body("text/plain", LOGIN, 415, "the body has to be application/json"),
        new Body(
            "application/json; charset=latin1", LOGIN, 415, "the body has to be application/json"),
        new Body(
            "application/x-www-form-urlencoded",
            "name=a",
            415,
            "the body has to be application/json"),
        new Body(json, "", 400, "the body has to be a JSON object"),
        new Body(json, "[]", 400, "the body has to be a JSON object"),
        new Body(json, "\"alice\"", 400, "the body has to be a JSON object"),
        new Body(json, "{", 400, "the body is not valid JSON in UTF-8"),
        new Body(json, "{\"name\":\"a\",}", 400, "the body is not valid JSON in UTF-8"),
        new Body(json, "{'name':'a'}", 400, "the body is not valid JSON in UTF-8"),
        new Body(
            json, "{\"name\":\"a\",\"name\":\"b\"}", 400, "the body is not valid JSON in UTF-8"),
        new Body(json, "{}", 400, "the field \"name\" is missing"),
        new Body(json, "{\"name\":\"a\"}", 400, "the field \"password\" is missing"),
        new Body(
            json, "{\"name\":1,\"password\":\"b\"}", 400, "the field \"name\" has to be a text"),
        new Body(
            json, "{\"name\":null,\"password\":\"b\"}", 400, "the field \"name\" has to be a text"),
        new Body(json, "{\"name\":{\"a\":\"b\"}}", 400, "the field \"name\" has to be a text"),
        new Body(
            json,
            "{\"name\":\"a\",\"admin\":\"b\"}",
            400,
            "the body has a field that this call does not know"),
        new Body(json, LOGIN + LOGIN, 400, "the body has more than one JSON object"),
        new Body(json, LOGIN + "x", 400, "the body is not valid JSON in UTF-8"),
        new Body(
            "Application/JSON; charset=\"UTF-8\"",
            "{\"name\":\"alice\",\"password\":\"x\"}",
            401,
            "the name or the password is wrong"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBodyIsReadStrictly(Body body) {
    ApiResponse answer =
        bureau.api.answer(sending(request("POST", "/api/login"), body.type(), body.text()));
    assertEquals("{\"error\":" + quoted(body.error()) + "}", text(answer));
    assertEquals(body.status(), answer.status());
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\\\"") + "\"";
  }

  @Test
  void aCallWithoutABodyTakesNone() {
    ApiRequest logout = bearing(request("POST", "/api/logout"), bureau.tokenOf("alice"));
    assertEquals(400, bureau.api.answer(sending(logout, "{}")).status());
    assertEquals(204, bureau.api.answer(logout).status());
  }

  @Test
  void signingInAnswersWithTokenAndCookie() {
    ApiResponse answer = bureau.api.answer(sending(request("POST", "/api/login"), LOGIN));
    String body = text(answer);
    String token = body.substring(body.indexOf(":\"") + 2, body.indexOf("\",\"name\""));
    assertEquals(
        "{\"token\":\""
            + token
            + "\",\"name\":\"alice\",\"role\":\"staff\",\"expires\":\"2026-03-02T20:00:00Z\"}",
        body);
    assertEquals(
        "nowserving_session=" + token + "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict",
        answer.headers().get("Set-Cookie"));
    ApiRequest tickets = withCookie(request("GET", "/api/tickets"), new Token(token));
    assertEquals(200, bureau.api.answer(tickets).status());
  }

  @Test
  void signingOutEndsTheTokenAndTheCookie() {
    Token token = bureau.tokenOf("alice");
    ApiResponse answer = bureau.api.answer(bearing(request("POST", "/api/logout"), token));
    assertEquals(
        "nowserving_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
        answer.headers().get("Set-Cookie"));
    assertEquals(401, bureau.api.answer(bearing(request("POST", "/api/logout"), token)).status());
  }

  @Test
  void aRefusedSignInDoesNotSayWhy() {
    for (String name : List.of("alice", "root", "nobody", "ALICE", "{}", "")) {
      for (String password : List.of("wrong", "", "correct horse batterY")) {
        String body = Json.object(json -> json.text("name", name).text("password", password));
        long before = bureau.hashing.made();
        ApiResponse answer = bureau.api.answer(sending(request("POST", "/api/login"), body));
        assertEquals(401, answer.status());
        assertEquals("{\"error\":\"the name or the password is wrong\"}", text(answer));
        assertEquals(Map.of("WWW-Authenticate", "Bearer"), answer.headers());
        assertEquals(1, bureau.hashing.made() - before, "what takes the time: hashes");
      }
    }
  }

  @Test
  void aPasswordChangeThatTheDatabaseDoesNotAnswerIs503() {
    Token root = bureau.tokenOf("root");
    bureau.kept.meetAtPasswordChange(Trouble.ANSWERS_LOST);
    ApiResponse answer =
        bureau.api.answer(
            bearing(
                sending(
                    request("PUT", "/api/staff/alice/password"),
                    "{\"password\":\"battery staple correct\"}"),
                root));
    assertEquals(503, answer.status());
    assertTrue(text(answer).contains("the old password may hold or the new one"));
  }

  @Test
  void membersAreListedWithoutTheirHashes() {
    Token root = bureau.tokenOf("root");
    assertEquals(
        "{\"staff\":[{\"name\":\"alice\",\"role\":\"staff\"},{\"name\":\"carol\",\"role\":\"staff\"},{\"name\":\"root\",\"role\":\"admin\"}]}",
        text(bureau.api.answer(bearing(request("GET", "/api/staff"), root))));
  }

  private ApiResponse byRoot(ApiRequest request) {
    return bureau.api.answer(bearing(request, bureau.tokenOf("root")));
  }

  private ApiResponse adding(String name, String password, String role) {
    String body =
        Json.object(json -> json.text("name", name).text("password", password).text("role", role));
    return byRoot(sending(request("POST", "/api/staff"), body));
  }

  @Test
  void aMemberIsAddedOnce() {
    assertEquals(
        "{\"name\":\"Renée \\\"R\\\"\",\"role\":\"admin\"}",
        text(adding("Renée \"R\"", "battery staple correct", "admin")));
    assertEquals(409, adding("Renée \"R\"", "battery staple correct", "staff").status());
    assertEquals(
        409, adding(" carol ", "battery staple correct", "staff").status(), "names are tidied");
    assertEquals(400, adding("x\u0000", "battery staple correct", "staff").status());
    assertEquals(400, adding("{}", "battery staple correct", "staff").status());
    assertEquals(400, adding("x", "battery staple correct", "Admin").status());
    ApiResponse shortPassword = adding("x", "short", "staff");
    assertEquals(400, shortPassword.status());
    assertTrue(text(shortPassword).contains("at least 15"));
  }

  @Test
  void aNameInThePathMayHoldAnything() {
    assertEquals(201, adding("a/b %é+?", "battery staple correct", "staff").status());
    assertEquals(404, byRoot(request("DELETE", "/api/staff/a/b")).status());
    assertEquals(404, byRoot(request("DELETE", "/api/staff/a%2Fb%20%25%C3%A9%20%3F")).status());
    assertEquals(204, byRoot(request("DELETE", "/api/staff/a%2Fb%20%25%c3%a9+%3f")).status());
  }

  @Test
  void whoeverServesAndTheLastAdminStay() throws Exception {
    ConnectionId desk =
        bureau.floor.connect(bureau.staff.resolve(bureau.tokenOf("alice")).orElseThrow());
    bureau.floor.pick(desk, 3);
    TicketId ticket = bureau.floor.open("vi@example.com", "Vi");
    bureau.floor.accept(desk, ticket);

    assertEquals(409, byRoot(request("DELETE", "/api/staff/alice")).status());
    bureau.floor.complete(desk, ticket);
    assertEquals(204, byRoot(request("DELETE", "/api/staff/alice")).status());
    assertEquals(404, byRoot(request("DELETE", "/api/staff/alice")).status());
    assertEquals(404, byRoot(request("DELETE", "/api/staff/%7B%7D")).status());
    assertEquals(409, byRoot(request("DELETE", "/api/staff/root")).status());
  }

  @Test
  void aNewPasswordKeepsTheSessionThatSetIt() throws Exception {
    Token mine = bureau.tokenOf("alice");
    Token other = bureau.tokenOf("alice");
    ApiRequest change =
        sending(
            request("PUT", "/api/staff/alice/password"),
            "{\"password\":\"battery staple correct\"}");
    assertEquals(204, bureau.api.answer(bearing(change, mine)).status());
    assertTrue(bureau.staff.resolve(mine).isPresent());
    assertTrue(bureau.staff.resolve(other).isEmpty());

    assertEquals(204, byRoot(change).status());
    assertTrue(bureau.staff.resolve(mine).isEmpty(), "an admin's change ends them all");
    ApiRequest nobodys =
        sending(
            request("PUT", "/api/staff/nobody/password"),
            "{\"password\":\"battery staple correct\"}");
    assertEquals(404, byRoot(nobodys).status());
  }

  @Test
  void aVisitorIsErasedOnTheFloorAndInTheStore() {
    bureau.floor.open("Vi+1@example.com", "Vi");
    assertEquals(204, byRoot(request("DELETE", "/api/visitors/vi%2B1%40example.com")).status());
    assertEquals(List.of(new Email("vi+1@example.com")), bureau.visitors.erased);
    assertEquals(204, byRoot(request("DELETE", "/api/visitors/never@example.com")).status());
    assertEquals(400, byRoot(request("DELETE", "/api/visitors/vi")).status());
    bureau.visitors.away = true;
    assertEquals(503, byRoot(request("DELETE", "/api/visitors/vi@example.com")).status());
  }

  @Test
  void aStoreThatIsAwayIs503() {
    Token root = bureau.tokenOf("root");
    bureau.kept.meet(Trouble.AWAY);
    ApiResponse answer = bureau.api.answer(bearing(request("GET", "/api/tickets"), root));
    assertEquals(503, answer.status());
    assertEquals("{\"error\":\"the service is temporarily unavailable\"}", text(answer));
    assertEquals("2", answer.headers().get("Retry-After"));
    assertEquals(503, bureau.api.answer(sending(request("POST", "/api/login"), LOGIN)).status());

    bureau.kept.meet(Trouble.NONE);
    history.failAfter(0);
    assertEquals(503, bureau.api.answer(bearing(request("GET", "/api/tickets"), root)).status());
  }
}
