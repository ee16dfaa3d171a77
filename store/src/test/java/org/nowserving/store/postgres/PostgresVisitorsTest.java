package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.store.Change;
import org.nowserving.store.Desk;
import org.nowserving.store.History;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

final class PostgresVisitorsTest {
  private final Desk desk = new Desk();
  private OpenStore store;
  private Visitors visitors;

  @BeforeEach
  void openStore() throws Exception {
    store = OpenStore.fresh();
    visitors = store.store().visitors();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  private Optional<PersonName> nameOf(String email) throws StoreException {
    Email asked = new Email(email);
    return Optional.ofNullable(visitors.namesOf(List.of(asked)).get(asked));
  }

  private static Optional<PersonName> name(String text) {
    return Optional.of(new PersonName(text));
  }

  /** One ticket of this visitor, served to its end. */
  private Change[] visit(long ticket, String email) {
    return new Change[] {
      desk.opens(ticket, email, "Visitor"),
      desk.claims("Ada", ticket, 0),
      desk.completes("Ada", ticket, 0)
    };
  }

  /** The e-mails that the history shows, by ticket. */
  private List<String> emails() throws StoreException {
    List<String> emails = new ArrayList<>();
    History.Query all =
        new History.Query(
            Optional.empty(),
            Optional.empty(),
            History.State.ALL,
            Optional.empty(),
            History.Order.OLDEST_FIRST,
            Optional.empty(),
            1_000);
    store.store().history().tickets(all, entry -> emails.add(entry.email().address()));
    return emails;
  }

  @Test
  void whoWasNeverHereIsNotFound() throws Exception {
    assertEquals(Optional.empty(), nameOf("ada@example.com"));
  }

  @Test
  void whoIsKeptIsFoundAtOnceWhateverTheCase() throws Exception {
    for (int i = 0; i < 50; i++) {
      store.keep(desk.opens(i, "Visitor" + i + "@Example.com", "Visitor No. " + i));
      assertEquals(name("Visitor No. " + i), nameOf("vISITOR" + i + "@example.COM"));
    }
  }

  @Test
  void theNameGivenLastCounts() throws Exception {
    store.keep(desk.opens(0, "ada@example.com", "Ada"));
    store.keep(desk.opens(1, "ADA@example.com", "Ada L."), desk.opens(2, "b@example.com", "Bob"));

    assertEquals(name("Ada L."), nameOf("ada@example.com"));
    assertEquals(name("Bob"), nameOf("b@example.com"));
  }

  @Test
  void severalAreFoundAtOnceByTheEmailsAsTheyWereAskedFor() throws Exception {
    store.keep(
        desk.opens(0, "ada@example.com", "Ada"),
        desk.opens(1, "b{,}\"\\'@example.com", "Bob"),
        desk.opens(2, "null@example.com", "Null"));
    Email ada = new Email("ada@example.com");
    Email loudAda = new Email("ADA@example.com");
    Email bob = new Email("B{,}\"\\'@example.com");
    Email stranger = new Email("c@example.com");

    assertEquals(
        Map.of(
            ada, new PersonName("Ada"), loudAda, new PersonName("Ada"), bob, new PersonName("Bob")),
        visitors.namesOf(List.of(ada, stranger, bob, loudAda)));
    assertEquals(Map.of(), visitors.namesOf(List.of(stranger)));
    assertEquals(Map.of(), visitors.namesOf(List.of()));
  }

  @Test
  void anErasedVisitorIsForgottenAndTheirEndedTicketsAreNobodys() throws Exception {
    store.keep(visit(0, "ada@example.com"));
    store.keep(visit(1, "bob@example.com"));
    store.keep(visit(2, "ADA@Example.com"));

    assertEquals(3, visitors.erase(new Email("Ada@example.com")));
    String nobody = Email.ERASED.address();
    assertEquals(List.of(nobody, "bob@example.com", nobody), emails());
    assertEquals(Optional.empty(), nameOf("ada@example.com"));
    assertEquals(name("Visitor"), nameOf("bob@example.com"));
    assertEquals(0, visitors.erase(new Email("Ada@example.com")));
  }

  @Test
  void anErasureLeavesOpenTicketsToTheFloor() throws Exception {
    store.keep(desk.opens(0, "ada@example.com", "Ada"));

    assertEquals(1, visitors.erase(new Email("ada@example.com")));
    assertEquals(List.of("ada@example.com"), emails());
  }

  @Test
  void lettersOfEveryScriptAreErasedWithoutRegardToCase() throws Exception {
    store.keep(visit(0, "zoë@example.com"));
    store.keep(visit(1, "ZOË@EXAMPLE.COM"));
    store.keep(visit(2, "zoe@example.com"));
    store.keep(visit(3, "\u212Aim@example.com")); // the sign for kelvin, in lower case a plain k
    store.keep(visit(4, "kim@example.com"));
    visitors.erase(new Email("Zoë@example.com"));
    visitors.erase(new Email("KIM@example.com"));

    String nobody = Email.ERASED.address();
    assertEquals(List.of(nobody, nobody, "zoe@example.com", nobody, nobody), emails());
  }

  @Test
  void anErasureDoesNotDisturbTheJournal() throws Exception {
    store.keep(visit(0, "ada@example.com"));
    visitors.erase(new Email("ada@example.com"));
    store.keep(visit(1, "ada@example.com"));

    assertEquals(List.of(Email.ERASED.address(), "ada@example.com"), emails());
    assertEquals(6, store.kept().size());
  }

  @Test
  void aDatabaseThatIsAwayIsSaidInASentence() throws Exception {
    TestDatabase database = store.database();
    CuttableLine line = CuttableLine.to(database.jdbcUrl());
    DatabaseSettings settings =
        DatabaseSettings.of(line.jdbcUrl(database.jdbcUrl()), database.user(), database.password());
    try (PostgresStore distant = PostgresStore.open(settings)) {
      List<Email> email = List.of(new Email("ada@example.com"));
      assertEquals(Map.of(), distant.visitors().namesOf(email));
      line.close();
      assertThrows(StoreException.class, () -> distant.visitors().namesOf(email));
    }
  }
}
