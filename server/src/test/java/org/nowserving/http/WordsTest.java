package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.Rejection;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The words of the pages: the same in every language, all of them used, and none missing. */
class WordsTest {
  /** The plural forms of each language, as CLDR has them. */
  private static final Map<String, Set<String>> PLURALS =
      Map.of(
          "en", Set.of("one", "other"),
          "de", Set.of("one", "other"),
          "ar", Set.of("zero", "one", "two", "few", "many", "other"));

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)\\}");
  private static final Pattern IN_HTML =
      Pattern.compile("data-words(?:-label|-placeholder)?=\"([^\"]+)\"");
  private static final Pattern IN_SCRIPT =
      Pattern.compile("\\bsay\\(\\s*(?:[^\"()]*\\? )?\"([^\"]+)\"(?: : \"([^\"]+)\")?");

  /** Not shown to people, and why. */
  private static final Map<Rejection, String> NOT_FOR_PEOPLE =
      Map.of(
          Rejection.NOT_FOR_THIS_DEVICE, "a page never speaks so",
          Rejection.EMPTY, "a page never speaks so",
          Rejection.UNKNOWN_COMMAND, "a page never speaks so",
          Rejection.VISITOR_UNKNOWN, "the kiosk shows an empty field",
          Rejection.TOKEN_INVALID, "the staff's page asks to sign in",
          Rejection.TOKEN_UNKNOWN, "the staff's page asks to sign in");

  private static Map<String, JsonNode> words(String language) {
    Map<String, JsonNode> words = new TreeMap<>();
    JsonNode tree =
        JSON.readTree(PagesTest.text(PagesTest.fileAt("/pages/words/" + language + ".json")));
    tree.properties().forEach(entry -> words.put(entry.getKey(), entry.getValue()));
    return words;
  }

  private static Map<String, String> forms(JsonNode message) {
    if (message.isString()) {
      return Map.of("", message.stringValue());
    }
    Map<String, String> forms = new TreeMap<>();
    message
        .properties()
        .forEach(entry -> forms.put(entry.getKey(), entry.getValue().stringValue()));
    return forms;
  }

  private static Set<String> placeholders(JsonNode message) {
    return forms(message).values().stream()
        .flatMap(text -> PLACEHOLDER.matcher(text).results().map(found -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "ar"})
  void everyLanguageHasTheSameWords(String language) {
    Map<String, JsonNode> english = words("en");
    Map<String, JsonNode> other = words(language);
    assertEquals(shapes(english), shapes(other));
  }

  /** What has to be the same for each key: whether it depends on a number, and what is put in. */
  private static Map<String, String> shapes(Map<String, JsonNode> words) {
    Map<String, String> shapes = new TreeMap<>();
    words.forEach((key, message) ->
        shapes.put(key, (message.isString() ? "one text " : "forms ") + placeholders(message)));
    return shapes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "ar"})
  void everyMessageHasEachFormOfItsLanguage(String language) {
    words(language)
        .forEach((key, message) -> {
          forms(message).values().forEach(text -> assertEquals(text.strip(), text, key));
          assertEquals(false, forms(message).containsValue(""), key);
          if (!message.isString()) {
            assertEquals(PLURALS.get(language), forms(message).keySet(), key);
          }
        });
  }

  /** No key that the pages ask for is missing, and none is there that no page asks for. */
  @Test
  void allWordsAreUsedAndNoneIsMissing() {
    Set<String> asked = new TreeSet<>();
    List<String> scripts = new ArrayList<>();
    PagesTest.ownFiles()
        .forEach(file -> {
          String text = PagesTest.text(file);
          if (file.type().startsWith("text/html")) {
            IN_HTML.matcher(text).results().forEach(found -> asked.add(found.group(1)));
          } else if (file.type().startsWith("text/javascript")) {
            scripts.add(text);
            IN_SCRIPT.matcher(text).results().flatMap(WordsTest::keys).forEach(asked::add);
          }
        });
    Set<String> there = new TreeSet<>(words("en").keySet());
    Set<String> missing = new TreeSet<>(asked);
    missing.removeAll(there);
    assertEquals(Set.of(), missing);

    Set<String> unused = new TreeSet<>(there);
    unused.removeAll(asked);
    unused.removeIf(key -> key.startsWith("error."));
    unused.removeIf(key -> scripts.stream().anyMatch(text -> text.contains('"' + key + '"')));
    assertEquals(Set.of(), unused);
  }

  private static Stream<String> keys(MatchResult found) {
    return found.group(2) == null
        ? Stream.of(found.group(1))
        : Stream.of(found.group(1), found.group(2));
  }

  /** Whatever the server may say to a page, people read it in their language. */
  @Test
  void everySentenceOfTheWireHasWords() {
    Set<String> there = words("en").keySet();
    Set<String> missing = new HashSet<>();
    for (Rejection rejection : Rejection.values()) {
      if (!NOT_FOR_PEOPLE.containsKey(rejection)
          && !there.contains("error." + rejection.sentence())) {
        missing.add(rejection.sentence());
      }
    }
    assertEquals(Collections.emptySet(), missing);
  }
}
