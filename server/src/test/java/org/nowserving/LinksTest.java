package org.nowserving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every link from one of our pages to another, or into one, leads somewhere, and every test that a
 * page names is there.
 */
class LinksTest {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
  private static final Pattern LINK_IN_HEADING = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))`");
  private static final Set<String> NOT_OURS =
      Set.of("target", ".git", "node_modules", "nowserving-data");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Path repository = WrittenPage.repository();
    Map<Path, String> pages = pages(repository);
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      String prose = CODE.matcher(withoutFenced(page.getValue())).replaceAll("");
      for (String link : LINK.matcher(prose).results().map(found -> found.group(1)).toList()) {
        if (ELSEWHERE.matcher(link).matches()) {
          continue;
        }
        links++;
        if (!leads(link, page.getKey(), pages, repository)) {
          broken.add(repository.relativize(page.getKey()) + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 50, "the links are not found: " + links);
  }

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Path repository = WrittenPage.repository();
    Set<String> classes = javaClasses(repository);
    Set<String> missing = new TreeSet<>();
    int named = 0;
    for (String page : pages(repository).values()) {
      for (MatchResult name : TEST_CLASS.matcher(page).results().toList()) {
        named++;
        if (!classes.contains(name.group(1))) {
          missing.add(name.group(1));
        }
      }
    }
    assertEquals(Set.of(), missing);
    assertTrue(named > 30, "the tests' names are not found: " + named);
  }

  private static Set<String> javaClasses(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files
          .filter(file -> !isNotOurs(file, repository))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  /** Also when a heading changes, or stands twice on its page. */
  @Test
  void anchorsAreMadeOfHeadings() {
    assertEquals(
        Set.of("the-http-api", "what-is-kept-store", "a_b-c", "twice", "twice-1", "a-link"),
        anchors(
            """
            # The HTTP API
            ## What is kept: store
            ## `a_b`-c!
            ## Twice
            ```
            # a comment
            ```
            ## Twice
            ### A [link](x.md)
            """));
  }

  private static boolean leads(String link, Path page, Map<Path, String> pages, Path repository) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!target.startsWith(repository) || isNotOurs(target, repository) || !Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(pages.getOrDefault(target, "")).contains(link.substring(hash + 1));
  }

  /** As the places where such pages are shown make them. */
  private static Set<String> anchors(String page) {
    Map<String, Integer> times = new HashMap<>();
    return HEADING
        .matcher(withoutFenced(page))
        .results()
        .map(heading -> LINK_IN_HEADING.matcher(heading.group(1)).replaceAll("$1"))
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .map(anchor -> {
          int before = times.merge(anchor, 1, Integer::sum) - 1;
          return before == 0 ? anchor : anchor + "-" + before;
        })
        .collect(Collectors.toSet());
  }

  private static String withoutFenced(String page) {
    return FENCED.matcher(page).replaceAll("");
  }

  private static boolean isNotOurs(Path path, Path repository) {
    for (Path part : repository.relativize(path)) {
      if (NOT_OURS.contains(part.toString())) {
        return true;
      }
    }
    return false;
  }

  private static Map<Path, String> pages(Path repository) throws IOException {
    Map<Path, String> pages = new TreeMap<>();
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isNotOurs(directory, repository)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.put(file, read(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
