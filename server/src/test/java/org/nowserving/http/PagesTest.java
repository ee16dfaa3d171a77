package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages as a browser gets them, and what they are made of. */
class PagesTest {
  private static final Path FOLDER = Path.of("src/main/resources/org/nowserving/pages");

  /** What a page loads, calls or leads to: {@code src}, {@code href} and {@code import}. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:\\b(?:src|href)=|\\bfrom |\\bimport |\\burl\\()\"([^\"$]+)\"");

  private static final Pattern MODULE = Pattern.compile("<script type=\"module\" src=\"([^\"]+)\"");

  private static final Pattern PRELOAD =
      Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\"");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^(?:import|export) (?:[^\"]* from )?\"([^\"]+)\"");

  private static final Pattern ELSEWHERE = Pattern.compile("(?:https?:)?//[a-z]");

  private static ExecutorService virtualThreads;
  private static Bureau bureau;
  private static TestServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
    bureau = new Bureau(new MemoryHistory(0));
    server =
        TestServer.named("desk", () -> new ApiHandler(bureau.api, virtualThreads, bureau.clock));
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
    bureau.close();
    virtualThreads.close();
  }

  static List<PageFile> files() {
    return Pages.ALL;
  }

  static Stream<PageFile> pages() {
    return Pages.ALL.stream().filter(file -> file.type().startsWith("text/html"));
  }

  static Stream<PageFile> ownFiles() {
    return Pages.ALL.stream().filter(file -> !file.path().startsWith("/pages/uplot"));
  }

  private static HttpResponse<byte[]> ask(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aBrowserGetsEachFileAndKeepsIt(PageFile file) throws Exception {
    HttpResponse<byte[]> plain = ask(file.path());
    assertEquals(200, plain.statusCode());
    assertArrayEquals(file.body().plain().array(), plain.body());
    assertEquals(file.type(), header(plain, "content-type"));
    assertEquals(PageFile.POLICY, header(plain, "content-security-policy"));
    assertEquals("nosniff", header(plain, "x-content-type-options"));
    assertEquals("no-cache", header(plain, "cache-control"), "asked for again each time");

    HttpResponse<byte[]> gzipped = ask(file.path(), "Accept-Encoding", "br, gzip");
    assertEquals("gzip", header(gzipped, "content-encoding"));
    assertEquals("Accept-Encoding", header(gzipped, "vary"));
    try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(gzipped.body()))) {
      assertArrayEquals(file.body().plain().array(), unzipped.readAllBytes());
    }

    HttpResponse<byte[]> again = ask(file.path(), "If-None-Match", header(plain, "etag"));
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);
    assertEquals("W/" + file.body().tag(), header(again, "etag"));
    String among = "\"another\", W/" + file.body().tag();
    assertEquals(304, ask(file.path(), "If-None-Match", among).statusCode());
    assertEquals(200, ask(file.path(), "If-None-Match", "\"another\"").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, true", "GZIP, true", "'gzip;q=0.5, *;q=0', true", "'gzip; q=1.0', true",
    "gzip;q=0, false", "gzip;q=0.000, false", "identity, false", "x-gzip-not, false"
  })
  void gzipIsForThoseWhoTakeIt(String accepted, boolean gzip) throws Exception {
    HttpResponse<byte[]> answer = ask("/pages/look.css", "Accept-Encoding", accepted);
    assertEquals(gzip ? "gzip" : "", header(answer, "content-encoding"));
  }

  @Test
  void onlyWhatIsListedIsServed() throws Exception {
    for (String path :
        List.of("/pages/", "/pages/none.js", "/pages/%2e%2e/http/Api.class", "/pages/kiosk.html")) {
      assertEquals(404, ask(path).statusCode(), path);
    }
    assertEquals(400, ask("/kiosk?key=x").statusCode());
  }

  @Test
  void everyFileOfTheFolderIsListed() throws IOException {
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> FOLDER.relativize(file).toString())
          .filter(file -> !file.endsWith(".html"))
          .forEach(file -> there.add("/pages/" + file));
    }
    Set<String> listed =
        ownFiles()
            .map(PageFile::path)
            .filter(path -> path.startsWith("/pages/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(there, listed);
  }

  /** A dead link, a misspelt module, or anything from another place. */
  @ParameterizedTest
  @MethodSource("ownFiles")
  void whatAFileRefersToIsServedHere(PageFile file) {
    Set<String> paths = files().stream().map(PageFile::path).collect(Collectors.toSet());
    List<String> lost =
        REFERENCE
            .matcher(text(file))
            .results()
            .map(found -> URI.create(file.path()).resolve(found.group(1)).toString())
            .filter(path -> !paths.contains(path.replaceFirst("#.*", "")))
            .toList();
    assertEquals(List.of(), lost);
  }

  @ParameterizedTest
  @MethodSource("ownFiles")
  void nothingComesFromElsewhereAndNoTextBecomesCode(PageFile file) {
    String text = text(file).replace("http://www.w3.org/2000/svg", "");
    List<String> elsewhere = ELSEWHERE.matcher(text).results().map(MatchResult::group).toList();
    assertEquals(List.of(), elsewhere);
    for (String sink :
        List.of(
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "<style",
            " style=\"",
            " onclick=",
            "javascript:")) {
      assertFalse(text.contains(sink), sink);
    }
  }

  /**
   * A browser learns of a module only when it has read the one that imports it. A page that names
   * all of them in its head has them in one go.
   */
  @ParameterizedTest
  @MethodSource("pages")
  void aPageNamesAllItsModules(PageFile page) {
    Set<String> needed = new TreeSet<>();
    MODULE.matcher(text(page)).results().forEach(found -> collect(found.group(1), needed));
    Set<String> entry = new TreeSet<>();
    MODULE.matcher(text(page)).results().forEach(found -> entry.add(found.group(1)));
    Set<String> named = new TreeSet<>();
    PRELOAD.matcher(text(page)).results().forEach(found -> named.add(found.group(1)));
    needed.removeAll(entry);
    assertEquals(needed, named);
  }

  private static void collect(String path, Set<String> modules) {
    if (modules.add(path)) {
      IMPORT
          .matcher(text(fileAt(path)))
          .results()
          .forEach(found -> collect(URI.create(path).resolve(found.group(1)).toString(), modules));
    }
  }

  /** The whole look has its colours in one place: the tokens. */
  @Test
  void onlyTheTokensHoldColours() {
    String look = text(fileAt("/pages/look.css"));
    String rest = look.substring(look.indexOf("/* --- every page"));
    List<String> colours =
        Pattern.compile("(?<![\\w&-])#[0-9a-fA-F]{3,8}\\b")
            .matcher(rest)
            .results()
            .map(MatchResult::group)
            .filter(colour -> !colour.equals("#000")) // a mask has no colour
            .toList();
    assertEquals(List.of(), colours);
  }

  @Test
  void anEditionIsOfAllFilesTogether() {
    assertTrue(Pages.edition().matches("[0-9a-f]{16}"));
    Set<String> editions = new TreeSet<>();
    for (int i = 0; i < Pages.ALL.size(); i++) {
      List<PageFile> upgraded = new ArrayList<>(Pages.ALL);
      PageFile old = upgraded.get(i);
      upgraded.set(i, new PageFile(old.path(), old.type(), new FileBody(() -> new byte[] {1})));
      editions.add(Pages.edition(upgraded));
    }
    editions.add(Pages.edition());
    assertEquals(Pages.ALL.size() + 1, editions.size(), "each file makes another edition");
  }

  static PageFile fileAt(String path) {
    return files().stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
  }

  static String text(PageFile file) {
    return new String(file.body().plain().array(), StandardCharsets.UTF_8);
  }
}
