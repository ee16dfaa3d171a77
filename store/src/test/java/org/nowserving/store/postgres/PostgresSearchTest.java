package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Desk;
import org.nowserving.store.History.Entry;
import org.nowserving.store.History.Order;
import org.nowserving.store.History.Query;
import org.nowserving.store.History.State;

/** Tickets are found by what somebody types, which has no meaning but itself. */
final class PostgresSearchTest {
  private final Desk desk = new Desk();
  private OpenStore store;

  @BeforeEach
  void openStore() throws Exception {
    store = OpenStore.fresh();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  private static Query newest(String text, Optional<TicketId> before, int limit) {
    return new Query(
        Optional.empty(),
        Optional.empty(),
        State.ALL,
        Optional.of(text),
        Order.NEWEST_FIRST,
        before,
        limit);
  }

  private List<Long> found(Query query) throws Exception {
    List<Entry> entries = new ArrayList<>();
    store.store().history().tickets(query, entries::add);
    return entries.stream().map(entry -> entry.ticket().value()).toList();
  }

  private List<Long> found(String text) throws Exception {
    return found(newest(text, Optional.empty(), 100));
  }

  private void come(String... names) {
    List<Change> changes = new ArrayList<>();
    for (int id = 0; id < names.length; id++) {
      changes.add(desk.opens(id, "v" + id + "@example.com", names[id]));
    }
    store.keep(changes.toArray(Change[]::new));
  }

  /** Each of these means something to some kind of pattern. */
  private static final List<String> MARKS =
      List.of(
          "%",
          "_", "\\", "'", "\"", "*", "+", "?", ".", "^", "$", "(", ")", "[", "]", "{", "}", "|",
          "-", "/", "#", "&", "<", "***=", "(?i)", "[[:<:]]", "\\m", "\\d", "''", "$1", "a|b",
          "{1}", " ", "[a-z]", "\\\\", "%%", "__");

  @Test
  void noCharacterIsAWildcard() throws Exception {
    Stream<String> decoys = Stream.of("xy", "xaby", "xxyy", "x1y", "xdy", "xmy");
    come(
        Stream.concat(MARKS.stream().map(mark -> "x" + mark + "y"), decoys).toArray(String[]::new));
    for (int i = 0; i < MARKS.size(); i++) {
      String mark = MARKS.get(i);
      assertEquals(List.of((long) i), found("X" + mark + "y"), mark);
    }
    assertEquals(List.of((long) MARKS.indexOf("***=")), found("***="), "as the beginning of it");
    assertEquals(List.of((long) MARKS.indexOf("(?i)")), found("(?i)"));
  }

  @Test
  void theCaseOfALetterDoesNotMatterWhateverItsScript() throws Exception {
    List<String> names =
        List.of(
            "Ölund",
            "ΠΑΠΑΔΟΠΟΥΛΟΣ",
            "παπαδοπουλους",
            "ПЁТР",
            "STRAßE",
            "ＶＩ",
            "𐐼𐐯𐑅",
            "🙂",
            "李",
            "ⓋⅧ");
    List<String> texts =
        List.of(
            "öLUND",
            "παπαδοπουλος",
            "ΠΑΠΑΔΟΠΟΥΛΟΥΣ",
            "Пётр",
            "straße",
            "ｖｉ",
            "𐐔𐐯𐑅",
            "🙂",
            "李",
            "ⓥⅷ");
    come(names.stream().map(name -> "Dr. " + name + " jr.").toArray(String[]::new));
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(List.of((long) i), found(texts.get(i)), texts.get(i));
    }
  }

  @Test
  void aTicketIsFoundByEmailNameNumberAndStaff() throws Exception {
    store.keep(
        desk.opens(0, "Vi@Example.com", "Vi"),
        desk.opens(1, "jo@example.org", "Jo 2"),
        desk.opens(2, "wu@example.org", "Wu"),
        desk.opens(3, "ada@example.org", "Visitor"),
        desk.claims("Ada", 2, 4),
        desk.completes("Ada", 2, 4));
    assertEquals(List.of(0L), found("vi@eXample.COM"));
    assertEquals(List.of(3L, 0L), found("VI"));
    assertEquals(List.of(2L, 1L), found("2"), "its number, and a name with that digit");
    assertEquals(List.of(3L, 2L), found("Ada"), "who served it, and an e-mail");
    assertEquals(List.of(3L), found("ada"), "a member's name is one to the letter");
    assertEquals(List.of(), found("02"));
    assertEquals(List.of(), found("99999999999999999999"));
    assertEquals(List.of(3L, 2L, 1L, 0L), found(""));
    assertEquals(List.of(), found("vi@example.com vi"), "nothing runs from one into the other");
  }

  @Test
  void theNewestComesFirstAndAPageGoesOnBeforeTheLast() throws Exception {
    come(IntStream.range(0, 1_200).mapToObj(i -> i % 2 == 0 ? "Vi" : "Jo").toArray(String[]::new));
    List<Long> all = found(newest("vi", Optional.empty(), 10_000));
    assertEquals(IntStream.range(0, 600).mapToObj(i -> 1_198L - 2L * i).toList(), all);
    List<Long> pages = new ArrayList<>();
    Optional<TicketId> before = Optional.empty();
    for (int page = 0; page < 7; page++) {
      List<Long> next = found(newest("vi", before, 100));
      pages.addAll(next);
      before = next.isEmpty() ? before : Optional.of(new TicketId(next.getLast()));
    }
    assertEquals(all, pages);
  }

  @Test
  void aSearchMayBeOfADayAndOfAState() throws Exception {
    Change.TicketOpened first = desk.opens(0);
    Change.TicketOpened second = desk.opens(1);
    Change.TicketOpened third = desk.opens(2);
    store.keep(first, second, third, desk.claims("Ada", 1, 4));
    Query query =
        new Query(
            Optional.of(second.at()),
            Optional.of(third.at()),
            State.OPEN,
            Optional.of("visitor"),
            Order.NEWEST_FIRST,
            Optional.empty(),
            10);
    assertEquals(List.of(1L), found(query));
    assertFalse(query.toString().contains("visitor"), "never in a log");
  }

  /** What is found is what Java finds, of letters that are each other's cases in odd ways. */
  @Test
  void randomTextsAreFoundAsJavaFindsThem() throws Exception {
    String letters = "aAkKKsSſσΣςiIıİµμΜßẞåÅÅöÖ1%_\\.";
    Random random = new Random(7);
    String[] names = new String[300];
    for (int i = 0; i < names.length; i++) {
      names[i] = "N" + word(letters, 6, random);
    }
    come(names);
    for (int i = 0; i < 200; i++) {
      String text = word(letters, 1 + random.nextInt(2), random);
      List<Long> expected = new ArrayList<>();
      for (int id = names.length - 1; id >= 0; id--) {
        if (holds(names[id], text)
            || holds("v" + id + "@example.com", text)
            || text.equals(Integer.toString(id))) {
          expected.add((long) id);
        }
      }
      assertEquals(expected, found(newest(text, Optional.empty(), 1_000)), text);
    }
  }

  private static String word(String letters, int length, Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static boolean holds(String where, String text) {
    return IntStream.rangeClosed(0, where.length() - text.length())
        .anyMatch(start -> where.regionMatches(true, start, text, 0, text.length()));
  }
}
