import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Plays a very short morning with the distribution, and writes down which classes Java needed for
 * it: the list that {@link ArchiveClasses} makes the archive from. Called by people only, when the
 * list has grown old: {@code java RehearseMorning.java DISTRIBUTION LIST}.
 *
 * <p>The list is kept with the sources, because which classes a morning needs depends a little on
 * chance, and two builds of one commit shall be the same to the byte.
 */
final class RehearseMorning {
  private static final String PASSWORD = "only for the rehearsal";
  /** Few enough for the limits that hold for every device. */
  private static final int VISITORS = 25;

  private static final long PATIENCE_SECONDS = 180;

  private final Path distribution;

  private RehearseMorning(Path distribution) {
    this.distribution = distribution;
  }

  public static void main(String[] arguments) throws Exception {
    Path list = Path.of(arguments[1]);
    List<String> found = new RehearseMorning(Path.of(arguments[0])).play();
    Files.write(list, found);
    System.out.println(found.size() + " lines in " + list);
  }

  /** Runs the server once, from its start through a visit to its stop, while Java takes notes. */
  private List<String> play() throws Exception {
    Path data = Files.createTempDirectory("nowserving-rehearsal-");
    Path notes = data.resolve("notes");
    Path log = data.resolve("server.log");
    // The bundled PostgreSQL may have to run as another user, who has to get here.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process server =
        nowserving(
                "-Xshare:off -XX:DumpLoadedClassList=" + notes,
                "serve",
                "--port=0",
                "--ops-port=0",
                "--data-dir=" + data.resolve("data"))
            .redirectError(log.toFile())
            .start();
    try {
      BlockingQueue<String> words = new LinkedBlockingQueue<>();
      Thread.ofVirtual().start(() -> read(server.getInputStream(), words));
      URI service = address(words, "Service:", log);
      URI operations = address(words, "Operations:", log);
      visit(service, operations);
    } finally {
      server.destroy(); // an ordinary stop, which stops PostgreSQL too
      if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    }
    List<String> needed = needed(Files.readAllLines(notes));
    delete(data);
    return needed;
  }

  /**
   * The names of the classes, then the lambdas; each in order, so that two lists can be compared. What
   * Java adds to a name is left out: it numbers them, and that order is chance.
   */
  private static List<String> needed(List<String> notes) {
    Stream<String> classes =
        notes.stream()
            .filter(line -> !line.startsWith("@") && !line.startsWith("#"))
            .filter(line -> !line.contains(" source: ")) // made by other loaders than Java's own
            .map(line -> line.split(" ", 2)[0])
            .sorted()
            .distinct();
    Stream<String> lambdas =
        notes.stream().filter(line -> line.startsWith("@lambda")).sorted().distinct();
    return Stream.concat(classes, lambdas).toList();
  }

  private static void read(InputStream stream, BlockingQueue<String> lines) {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException end) {
      // the server has ended
    }
    lines.add("(it ended)");
  }

  private static URI address(BlockingQueue<String> words, String label, Path log)
      throws Exception {
    while (true) {
      String line = words.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals("(it ended)")) {
        throw new IOException(
            "The server did not start for its rehearsal:\n" + Files.readString(log));
      }
      if (line.strip().startsWith(label)) {
        return URI.create(line.strip().substring(label.length()).strip());
      }
    }
  }

  private static void visit(URI service, URI operations) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    try {
      for (String page : List.of("metrics", "healthz", "readyz")) {
        http.send(
            HttpRequest.newBuilder(operations.resolve(page)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
      for (String page : List.of("kiosk", "staff", "display", "api/desk")) {
        http.send(
            HttpRequest.newBuilder(service.resolve(page)).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.discarding());
      }
      String welcome =
          http.send(
                  HttpRequest.newBuilder(service.resolve("/api/login"))
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"name\":\"admin\",\"password\":\"" + PASSWORD + "\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      String token = welcome.replaceFirst("(?s).*\"token\":\"([^\"]*)\".*", "$1");
      http.send(
          HttpRequest.newBuilder(service.resolve("/api/tickets"))
              .header("Authorization", "Bearer " + token)
              .build(),
          HttpResponse.BodyHandlers.discarding());

      URI sockets = URI.create(service.toString().replaceFirst("^http", "ws"));
      Device display = Device.connect(http, sockets.resolve("/display"));
      Device staff = Device.connect(http, sockets.resolve("/staff"));
      Device kiosk = Device.connect(http, sockets.resolve("/kiosk"));
      staff.hear("taken");
      staff.say("pick 0 " + token, "success pick 0");
      kiosk.say("query vi@example.com", "error query");
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        kiosk.say("new vi@example.com Vi Sitor", "success new");
        staff.say("accept " + visitor, "success claimed " + visitor);
        staff.say("complete " + visitor, "success complete " + visitor);
      }
      kiosk.say("query vi@example.com", "success query");
      display.hear("complete 0");
    } finally {
      http.shutdownNow(); // close would wait for the devices, which go when the server does
    }
  }

  private ProcessBuilder nowserving(String javaOptions, String... words) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/nowserving").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeIf(name -> name.startsWith("NOWSERVING_"));
    builder.environment().put("NOWSERVING_JAVA_OPTIONS", javaOptions);
    builder.environment().put("NOWSERVING_ADMIN_PASSWORD", PASSWORD);
    return builder;
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** One device, which hears whole messages. */
  private static final class Device implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    static Device connect(HttpClient http, URI endpoint) {
      Device device = new Device();
      device.socket = http.newWebSocketBuilder().buildAsync(endpoint, device).join();
      return device;
    }

    void say(String command, String answer) throws Exception {
      socket.sendText(command, true).join();
      hear(answer);
    }

    /** Waits for a message that begins like this. */
    void hear(String beginning) throws Exception {
      while (true) {
        String line = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          throw new IOException("The rehearsal waited for: " + beginning);
        }
        if (line.startsWith(beginning)) {
          return;
        }
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
