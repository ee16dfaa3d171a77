package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.ConnectionEnded;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;

/**
 * Secrets and personal data are planted, and everything is done that the server is for, and much
 * that goes wrong with it. Then they are looked for in all that it let out and that is for nobody's
 * eyes: logs (its own at its most talkative, and PostgreSQL's), metrics, errors, process lists, and
 * what displays hear.
 */
@Tag("unhurried")
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DEFECT = 5;

  private final Canaries canaries = new Canaries();
  private final String email = canaries.plant("an e-mail", "canary-mail@canary.example");
  private final String name = canaries.plant("a visitor's name", "Canary Visitorname");
  private final String staffName = canaries.plant("a staff member's name", "Canary Staffname");
  private final String password = canaries.plant("a password", "canary-Trill-47-Pass-phrase");
  private final String next = canaries.plant("a password", "canary-Chirp-58-Pass-phrase");
  private final String wrong = canaries.plant("a password", "canary-Wrong-69-Pass-phrase");
  private final String admin = canaries.plant("a password", "canary-Admin-36-Passphrase");
  private final String key = canaries.plant("a device key", "canary-device-key-0815");
  private final String badKey = canaries.plant("a device key", "canary-wrong-key-4711");
  private final String badToken = canaries.plant("a token", "CanaryWrongToken4711");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> heardByStaff = new ArrayList<>();
  private Ground ground;
  private Launch launch;
  private ServerProcess server;
  private Path wrongPassword;
  private int displayLines;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
    wrongPassword = secretFile("wrong-password", wrong);
    launch =
        ground
            .launch()
            .with("log-level", "debug")
            .with("device-key-file", secretFile("keys", key).toString())
            .withVariable("NOWSERVING_ADMIN_PASSWORD", admin);
    server = ground.start(launch);
  }

  private Path secretFile(String file, String secret) throws IOException {
    Path path = Files.writeString(ground.directory().resolve(file), secret + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    return path;
  }

  @AfterEach
  void leaveNothing() throws Exception {
    http.shutdownNow();
    ground.close();
  }

  @Test
  void whatIsPlantedIsSeenByNobodyWhoHasNoBusinessWithIt() throws Exception {
    canaries.plant(
        "PostgreSQL's password",
        Files.readString(ground.dataDir().resolve("postgres-password")).strip());
    canaries.plant("a password's hash", "$argon2id$");
    Badge boss = signIn("admin", admin);
    hire(boss);
    useTheCommandLine();
    Badge member = signIn(staffName, password);
    letADeviceIn();
    workAtTheDesk(member);
    speakNonsense(member);
    callTheApi(boss, member);
    sendGarbage();
    loseTheDatabase(member);
    looksAtTheServer("the first server");
    refuseARow();

    server = ground.start(launch);
    try (Connection database = ground.postgres().connect();
        Statement statement = database.createStatement()) {
      statement.execute("ALTER TABLE ticket DROP CONSTRAINT canary");
      statement.execute("ALTER TABLE staff DROP CONSTRAINT canary");
    }
    workAtTheDesk(member);
    looksAtTheServer("the second server");
    server.kill();

    server =
        ground.start(launch.with("trusted-addresses", "").with("sign-in-failures-per-minute", "2"));
    workAtTheDesk(signIn(staffName, next));
    runTheOffice(signIn(staffName, next));
    guess();
    replaceTheKey();
    looksAtTheServer("the third server");
    server.terminate();
    assertEquals(0, server.awaitExit(PATIENCE), server::words);
    canaries.lookIn("the last words", server.words());
    lookAtPostgresLogs();

    System.out.printf(
        "Canaries: %d planted, %,d characters looked at, display lines among them %d; seen: %s%n",
        canaries.planted(), canaries.charsLookedAt(), displayLines, canaries.seen());
    assertEquals(List.of(), canaries.seen());
    assertEquals(
        whatTheDocumentLists(), canaries.kinds(), "docs/SECURITY.md lists what is planted");
    assertTheyWereThere();
  }

  /** The first column of the table of secrets and personal data. */
  private static Set<String> whatTheDocumentLists() throws IOException {
    String page = Files.readString(Path.of("../docs/SECURITY.md"));
    String table = page.substring(page.indexOf("\n| what | kept |"));
    return table
        .lines()
        .skip(3)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> line.split("\\|", 3)[1].strip())
        .collect(Collectors.toSet());
  }

  /** Otherwise nothing was proved. */
  private void assertTheyWereThere() throws Exception {
    assertTrue(displayLines > 10, "displays heard too little");
    Canaries same = new Canaries();
    List.of(email, name, staffName).forEach(word -> same.plant(word, word));
    same.lookIn("what the staff heard", String.join("\n", heardByStaff));
    assertEquals(3, same.seen().size(), "the staff see e-mail, name and who serves");
  }

  private Badge signIn(String who, String secret) throws Exception {
    try (Office office = new Office(server.service())) {
      Badge badge = office.signIn(new StaffName(who), secret);
      canaries.plant("a token", badge.token().secret());
      return badge;
    }
  }

  private void hire(Badge boss) throws Exception {
    try (Office office = new Office(server.service())) {
      office.add(boss, new StaffName(staffName), password);
    }
  }

  /** The program as a client; what it is asked to print is printed, and nothing else. */
  private void useTheCommandLine() throws Exception {
    String as = "--as=admin";
    String url = "--url=" + server.service();
    Path right = secretFile("admin-password", admin);
    program("staff", "list", url, as, "--password-file=" + wrongPassword);
    program("staff", "remove", "Nobody", url, as, "--password-file=" + right);
    for (int times = 0; times < 2; times++) { // the second time somebody has that name
      program(
          "staff",
          "add",
          "Bob",
          url,
          as,
          "--password-file=" + right,
          "--new-password-file=" + wrongPassword);
    }
    program("check-config", "--device-key-file=" + ground.directory().resolve("keys"));
    program("serve", "--device-key=" + key);
    program("serve", "--database-url=jdbc:postgresql://u:" + password + "@127.0.0.1/x");
  }

  private int program(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Launch.distribution().resolve("bin/nowserving").toString());
    command.addAll(Arrays.asList(words));
    Process process =
        new ProcessBuilder(command)
            .directory(ground.directory().toFile())
            .redirectErrorStream(true)
            .start();
    Transcript said = new Transcript(words[0], process.getInputStream());
    process.waitFor();
    said.awaitEnd();
    String what = String.join(" ", Arrays.asList(words).subList(0, 2));
    canaries.lookIn("what `nowserving " + what + "` printed", said.text());
    return process.exitValue();
  }

  /** Over the head of somebody who sits there and serves. */
  private void runTheOffice(Badge member) throws Exception {
    Path right = secretFile("admin-password", admin);
    String[] access = {
      "--url=" + server.service(), "--as=admin", "--password-file=" + right,
    };
    try (Device kiosk = connect(Endpoint.KIOSK, key);
        Device display = connect(Endpoint.DISPLAY, key);
        Device staff = connect(Endpoint.STAFF, member.token().secret())) {
      long ticket = newTicket(kiosk);
      ask(staff, "pick 5 " + member.token().secret());
      ask(staff, "accept " + ticket);
      assertEquals(0, program(words("ticket", "cancel", String.valueOf(ticket)), access));
      assertEquals(0, program(words("table", "free", "5"), access));
      newTicket(kiosk);
      assertEquals(0, program(words("day", "close"), access));
      hearOut(display);
    }
    Path chosen = secretFile("chosen", password);
    assertEquals(
        0, program(words("staff", "add", "Carol", "--new-password-file=" + chosen), access));
    assertEquals(
        0, program(words("staff", "password", "Carol", "--new-password-file=" + chosen), access));
    assertEquals(0, program(words("staff", "remove", "Carol"), access));
  }

  private static List<String> words(String... words) {
    return List.of(words);
  }

  private int program(List<String> words, String... access) throws Exception {
    List<String> all = new ArrayList<>(words);
    all.addAll(Arrays.asList(access));
    return program(all.toArray(String[]::new));
  }

  /** Until nothing is looked at any more: this server trusts no address. */
  private void guess() throws Exception {
    String body = "{\"key\":\"" + badKey + "\"}";
    int status = 401;
    for (int i = 0; i < 40 && status == 401; i++) {
      status = call("POST", "api/device", Optional.empty(), body).statusCode();
    }
    assertEquals(429, status);
  }

  private void replaceTheKey() throws Exception {
    secretFile("keys", canaries.plant("a device key", "canary-device-key-4242"));
    assertTrue(
        server.err().await(Pattern.compile("device keys were read again"), PATIENCE).isPresent());
    secretFile("keys", canaries.plant("a device key", "canary key with spaces"));
    assertTrue(server.err().await(Pattern.compile("keys stay as they"), PATIENCE).isPresent());
  }

  private void letADeviceIn() throws Exception {
    HttpResponse<String> shown =
        call("POST", "api/device", Optional.empty(), "{\"key\":\"" + key + "\"}");
    assertEquals(204, shown.statusCode());
    String cookie = shown.headers().firstValue("Set-Cookie").orElseThrow();
    canaries.plant(
        "a device's cookie", cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
  }

  /** A visitor of one's own, in each of the ways in which a ticket can go. */
  private void workAtTheDesk(Badge member) throws Exception {
    try (Device display = connect(Endpoint.DISPLAY, key);
        Device kiosk = connect(Endpoint.KIOSK, key);
        Device staff = connect(Endpoint.STAFF, member.token().secret());
        Device second = connect(Endpoint.STAFF, member.token().secret())) {
      ask(kiosk, "query " + email);
      long ticket = newTicket(kiosk);
      long other = newTicket(kiosk);
      ask(kiosk, "query " + email);
      ask(staff, "pick 3 " + member.token().secret());
      ask(staff, "accept " + ticket);
      ask(staff, "accept " + other);
      ask(staff, "complete " + ticket);
      ask(staff, "cancel " + other);
      newTicket(kiosk);
      ask(staff, "unpick");
      hearOut(display);
      ask(second, "unpick");
    }
  }

  private Device connect(Endpoint endpoint, String bearer) throws Exception {
    return Device.connect(
        http, server.service(), endpoint, Device.bearing(bearer), Device.Limits.USUAL);
  }

  private long newTicket(Device kiosk) throws Exception {
    if (ask(kiosk, "new " + email + " " + name) instanceof Reply.SignedIn(var ticket)) {
      return ticket.id().value();
    }
    throw new AssertionError("a good sign-in was refused");
  }

  /** Says it and hears the answer; an answer that refuses is for anybody's eyes. */
  private Reply ask(Device device, String line) throws Exception {
    device.say(line);
    while (true) {
      Device.Heard heard = device.hear(PATIENCE).orElseThrow();
      switch (heard.message()) {
        case Reply reply -> {
          if (reply instanceof Reply.Refused) {
            canaries.lookIn("an error on a socket", heard.line());
          }
          return reply;
        }
        case StaffEvent _ -> heardByStaff.add(heard.line());
        case DisplayEvent _ -> lookAtDisplay(heard);
      }
    }
  }

  /** A display's own command is refused AFTER everything that it was told before. */
  private void hearOut(Device display) throws Exception {
    ask(display, "unpick");
  }

  private void lookAtDisplay(Device.Heard heard) {
    canaries.lookIn("what a display hears", heard.line());
    displayLines++;
  }

  private void speakNonsense(Badge member) throws Exception {
    for (Endpoint endpoint : Endpoint.values()) {
      String bearer = endpoint == Endpoint.STAFF ? member.token().secret() : key;
      try (Device device = connect(endpoint, bearer)) {
        for (String line :
            List.of(
                "new " + email,
                "new " + email + "@ " + name,
                "new no-mail " + name,
                "new " + email + " " + name + "\u202e",
                "query " + email + " " + name,
                "query @" + email,
                "pick " + badToken,
                "pick 3 " + badToken,
                "pick 99 " + member.token().secret(),
                "pick 3 " + member.token().secret() + " " + password,
                "accept " + email,
                "complete " + name,
                "cancel " + badToken,
                password,
                email + " new",
                "{\"email\":\"" + email + "\"}")) {
          ask(device, line);
        }
      }
      refuse(endpoint, endpoint == Endpoint.STAFF ? badToken : badKey);
      refuse(endpoint, password);
    }
    byte[] good = utf8("new " + email + " " + name);
    byte[] broken = utf8("new " + email + " " + name + "?");
    broken[broken.length - 1] = (byte) 0xff;
    isClosed(socket -> socket.send(RawSocket.FINAL | RawSocket.BINARY, good));
    isClosed(socket -> socket.send(RawSocket.FINAL | RawSocket.TEXT, utf8(name.repeat(300))));
    isClosed(socket -> socket.sendUnmasked(RawSocket.FINAL | RawSocket.TEXT, good));
    isClosed(socket -> socket.send(RawSocket.FINAL | RawSocket.TEXT, broken));
    isClosed(socket -> {
      socket.send(RawSocket.TEXT, good);
      socket.send(RawSocket.FINAL | RawSocket.TEXT, good);
    });
  }

  private interface Saying {
    void on(RawSocket socket) throws IOException;
  }

  private void isClosed(Saying nonsense) throws Exception {
    try (RawSocket socket = RawSocket.connect(server.service(), "/staff")) {
      nonsense.on(socket);
      canaries.lookIn("a close frame", socket.closing().toString());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void refuse(Endpoint endpoint, String bearer) throws Exception {
    ConnectionEnded refused =
        assertThrows(ConnectionEnded.class, () -> connect(endpoint, bearer).close());
    assertEquals(401, refused.code());
    canaries.lookIn("a refused handshake", String.valueOf(refused.getMessage()));
  }

  /** Every call, rightly and wrongly; an answer that refuses is for anybody's eyes. */
  private void callTheApi(Badge boss, Badge member) throws Exception {
    String member1 = "api/staff/" + segment(staffName);
    String login = "{\"name\":\"%s\",\"password\":\"%s\"}";
    for (Optional<Badge> who :
        List.of(Optional.<Badge>empty(), Optional.of(member), Optional.of(boss))) {
      call("POST", "api/login", who, login.formatted(staffName, wrong));
      call("POST", "api/login", who, login.formatted(email, password));
      call(
          "POST",
          "api/login",
          who,
          "{\"name\":\"" + staffName + "\",\"password\":" + password + "}");
      call("POST", "api/login", who, "{\"name\":\"" + staffName + "\",\"" + password + "\":1}");
      call(
          "POST", "api/login", who, "{\"password\":[\"" + password + "\"],\"name\":\"" + staffName);
      call("POST", "api/login", who, password);
      call("POST", "api/device", who, "{\"key\":\"" + badKey + "\"}");
      call("POST", "api/device", who, "{\"key\":\"" + key + "\",\"token\":\"" + badToken + "\"}");
      call("GET", "api/staff?token=" + badToken, who, "");
      call("GET", "api/tickets?key=" + badKey, who, "");
      call("GET", "api/tickets?from=" + segment(email), who, "");
      call("GET", "api/tickets?" + segment(email) + "=1", who, "");
      call("POST", "api/tickets/search?text=" + segment(email), who, "{\"text\":\"x\"}");
      call(
          "POST",
          "api/tickets/search",
          who,
          "{\"text\":\"%s\",\"limit\":\"%s\"}".formatted(email, name));
      call("POST", "api/tickets/search", who, "{\"text\":\"" + name + "\\u0000\"}");
      call("GET", "api/figures?from=" + segment(email) + "&to=" + segment(name), who, "");
      call("GET", "kiosk?key=" + key, who, "");
      call("GET", "staff?token=" + member.token().secret(), who, "");
      call("GET", segment(email), who, "");
      call("DELETE", "api/visitors/" + segment(name), who, "");
      call(
          "POST",
          "api/staff",
          who,
          "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"staff\"}"
              .formatted(staffName, password));
      call(
          "POST",
          "api/staff",
          who,
          "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}"
              .formatted(name, password, badToken));
      call(
          "POST",
          "api/staff",
          who,
          "{\"name\":\"%s\",\"password\":\"canary\",\"role\":\"staff\"}".formatted(name));
      call("PUT", member1 + "/password", who, "{\"password\":\"" + staffName + "\"}");
      call("POST", "api/tables/" + segment(staffName) + "/free", who, "");
      call("POST", "api/tickets/" + segment(email) + "/cancel", who, "");
      call("PATCH", member1, who, password);
    }
    assertEquals(
        204,
        call("PUT", member1 + "/password", Optional.of(member), "{\"password\":\"" + next + "\"}")
            .statusCode());
    assertEquals(200, call("GET", "api/tickets", Optional.of(member), "").statusCode());
    for (String text : List.of(email, name, staffName)) {
      String search = "{\"text\":\"" + text + "\"}";
      assertEquals(
          200, call("POST", "api/tickets/search", Optional.of(member), search).statusCode());
    }
    assertEquals(200, call("POST", "api/day/close", Optional.of(boss), "").statusCode());
    assertEquals(
        204, call("DELETE", "api/visitors/" + segment(email), Optional.of(boss), "").statusCode());
  }

  private static String segment(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpResponse<String> call(String method, String target, Optional<Badge> who, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.service().resolve("/" + target))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    who.ifPresent(badge -> request.header("Authorization", "Bearer " + badge.token().secret()));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      canaries.lookIn(
          "the answer %d to %s".formatted(answer.statusCode(), method),
          answer.headers().map() + answer.body());
    }
    return answer;
  }

  /** What no client would send. */
  private void sendGarbage() throws Exception {
    for (String text :
        List.of(
            password + " / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /" + segment(email) + " HTTP/9.9\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + password + ".example\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://" + key + ".example\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n" + name + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: nowserving_session="
                + badToken
                + "\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + password.repeat(400) + "\r\n\r\n",
            "GET /" + password.repeat(400) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + password
                + "\r\n\r\n")) {
      canaries.lookIn("the answer to garbage", RawSocket.exchange(server.service(), text));
    }
  }

  /** PostgreSQL is killed while everybody wants something of it. */
  private void loseTheDatabase(Badge member) throws Exception {
    long postmaster = ground.postgres().pid();
    try (Device kiosk = connect(Endpoint.KIOSK, key);
        Device staff = Device.connect(http, server.service(), Endpoint.STAFF)) {
      ground.postgres().killPostmaster();
      kiosk.say("new " + email + " " + name);
      staff.say("pick 3 " + member.token().secret());
      call(
          "POST",
          "api/login",
          Optional.empty(),
          "{\"name\":\"" + staffName + "\",\"password\":\"" + wrong + "\"}");
      call("DELETE", "api/visitors/" + segment(email), Optional.of(member), "");
    }
    await(() -> ground.postgres().process().filter(now -> now.pid() != postmaster).isPresent());
    await(() -> operations("readyz").statusCode() == 200);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "it did not come in time");
      Thread.sleep(10);
    }
  }

  /** The database says no to a row, which ends the server: it must not quote the row. */
  private void refuseARow() throws Exception {
    try (Connection database = ground.postgres().connect();
        Statement statement = database.createStatement()) {
      statement.execute("ALTER TABLE ticket ADD CONSTRAINT canary CHECK (name = '') NOT VALID");
      statement.execute("ALTER TABLE staff ADD CONSTRAINT canary CHECK (name = '') NOT VALID");
    }
    call(
        "POST",
        "api/staff",
        Optional.of(signIn("admin", admin)),
        "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"staff\"}".formatted(name, password));
    try (Device kiosk = connect(Endpoint.KIOSK, key)) {
      kiosk.say("new " + email + " " + name + " again"); // no retry of a lost answer
      assertEquals(DEFECT, server.awaitExit(PATIENCE), server::words);
    }
    canaries.lookIn("the words of a server that was refused a row", server.words());
    assertTrue(server.err().count("constraint canary") > 0, server::words);
  }

  /** All that can be looked at while it runs. */
  private void looksAtTheServer(String place) throws Exception {
    canaries.lookIn(place + "'s output", server.words());
    for (String page : List.of("metrics", "healthz", "readyz", "nothing")) {
      HttpResponse<String> answer = operations(page);
      assertFalse(answer.body().isEmpty());
      canaries.lookIn(place + "'s /" + page, answer.headers().map() + answer.body());
    }
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    List<ProcessHandle> processes =
        Stream.concat(
                Stream.concat(Stream.of(process), process.descendants()),
                ground.postgres().process().stream()
                    .flatMap(one -> Stream.concat(Stream.of(one), one.descendants())))
            .toList();
    for (ProcessHandle one : processes) {
      Path commandLine = Path.of("/proc", String.valueOf(one.pid()), "cmdline");
      if (Files.exists(commandLine)) {
        canaries.lookIn(place + "'s process list", Files.readString(commandLine));
      }
    }
  }

  private HttpResponse<String> operations(String page) throws Exception {
    URI uri = server.operations().resolve("/" + page);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void lookAtPostgresLogs() throws IOException {
    long chars = 0;
    try (Stream<Path> files = Files.walk(ground.dataDir())) {
      for (Path file : files.filter(one -> one.toString().endsWith(".log")).toList()) {
        String text = Files.readString(file);
        chars += text.length();
        canaries.lookIn(file.getFileName().toString(), text);
      }
    }
    assertTrue(chars > 1_000, "PostgreSQL's logs were not found");
  }
}
