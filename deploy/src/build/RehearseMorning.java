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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Plays a very short morning with the distribution, so that Java can keep what it learned: which
 * classes are needed, how they are linked, which methods are called much. With that, {@code
 * lib/nowserving.aot}, every later start takes about half as long. Called by the build only: {@code
 * java RehearseMorning.java DISTRIBUTION WORK TIMESTAMP}.
 *
 * <p>Java trusts the file only together with the very jars that it was made from, by their names,
 * sizes and times; so the jars get the build's own timestamp, in the directory as in an archive. A
 * file that was made from the same jars and the same Java is kept in {@code WORK} and used again.
 */
final class RehearseMorning {
  private static final String PASSWORD = "only for the rehearsal";
  /** Few enough for the limits that hold for every device. */
  private static final int VISITORS = 25;

  private static final long PATIENCE_SECONDS = 180;

  private final Path distribution;
  private final Path work;

  private RehearseMorning(Path distribution, Path work) {
    this.distribution = distribution;
    this.work = work;
  }

  public static void main(String[] arguments) throws Exception {
    Path distribution = Path.of(arguments[0]);
    new RehearseMorning(distribution, Path.of(arguments[1])).run(Instant.parse(arguments[2]));
  }

  private void run(Instant timestamp) throws Exception {
    for (Path jar : jars()) {
      Files.setLastModifiedTime(jar, FileTime.from(timestamp));
    }
    Files.createDirectories(work);
    Path kept = work.resolve(recipe() + ".aot");
    if (!Files.exists(kept)) {
      delete(work);
      Files.createDirectories(work);
      Path notes = work.resolve("morning.notes");
      Path cache = work.resolve("unfinished");
      play(notes);
      digest(notes, cache);
      Files.move(cache, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.copy(kept, distribution.resolve("lib/nowserving.aot"));
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** What the result depends on. */
  private String recipe() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
    digest.update(distribution.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    List<Path> files = new ArrayList<>(jars());
    files.add(distribution.resolve("bin/nowserving"));
    files.add(distribution.resolve("runtime/release"));
    for (Path file : files) {
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /** Runs the server once, from its start through a visit to its stop, while Java takes notes. */
  private void play(Path notes) throws Exception {
    Path data = Files.createTempDirectory("nowserving-rehearsal-");
    // The bundled PostgreSQL may have to run as another user, who has to get here.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path log = work.resolve("server.log");
    Process server =
        nowserving(
                "-XX:AOTMode=record -XX:AOTConfiguration=" + notes,
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
      delete(data);
    }
    if (!Files.exists(notes)) {
      throw new IOException("The rehearsal left no notes:\n" + Files.readString(log));
    }
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

  /** Writes the file that every later start reads. */
  private void digest(Path notes, Path cache) throws Exception {
    Path log = work.resolve("digest.log");
    Process java =
        nowserving(
                "-XX:AOTMode=create -XX:AOTConfiguration=" + notes + " -XX:AOTCache=" + cache,
                "version")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (java.waitFor() != 0 || !Files.exists(cache)) {
      throw new IOException("What was rehearsed could not be kept:\n" + Files.readString(log));
    }
  }

  /** With what Java has to say about it, which the start script is silent about otherwise. */
  private ProcessBuilder nowserving(String javaOptions, String... words) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/nowserving").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeIf(name -> name.startsWith("NOWSERVING_"));
    builder.environment().put("NOWSERVING_JAVA_OPTIONS", "-Xlog:aot=warning " + javaOptions);
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
