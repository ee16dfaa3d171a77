package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.protocol.Command;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Verb;

/** What docs/PROTOCOL.md shows and lists is what the code understands and says. */
class ProtocolDocumentTest {
  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  @Test
  void everyReplyIsInTheDocumentAndNoOther() throws IOException {
    assertEquals(new TreeSet<>(ReplyForms.all()), new TreeSet<>(ProtocolDocument.read().replies()));
  }

  @ParameterizedTest
  @EnumSource
  void theTableOfACommandHoldsAllItsReplies(Verb verb) throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String form : ReplyForms.all()) {
      if (form.startsWith("error " + verb.word() + " ")
          || form.equals("success " + verb.word())
          || form.startsWith("success " + verb.word() + " ")) {
        expected.add(form);
      }
    }
    if (verb == Verb.ACCEPT) {
      expected.add("success claimed ID");
    }
    if (verb == Verb.PICK) {
      expected.add("error the chosen table is not available");
    }
    List<String> listed = ProtocolDocument.read().repliesUnder("### " + verb.word());
    assertEquals(expected, new TreeSet<>(listed));
    assertEquals(expected.size(), listed.size(), "each once");
  }

  @Test
  void everyLineOfEveryTranscriptIsSpokenToTheLetter() throws IOException {
    for (List<ProtocolDocument.Spoken> transcript : ProtocolDocument.read().transcripts()) {
      Map<String, Parsed<?>> unanswered = new HashMap<>();
      for (ProtocolDocument.Spoken spoken : transcript) {
        if (spoken.byDevice()) {
          Parsed<?> before = unanswered.put(spoken.device(), parsed(spoken));
          assertEquals(null, before, spoken.device() + " was not answered before " + spoken.line());
        } else {
          ServerMessage message = ServerLines.read(endpoint(spoken.device()), spoken.line());
          assertEquals(spoken.line(), WRITER.text(message));
          if (message instanceof Reply reply) {
            Parsed<?> said = unanswered.remove(spoken.device());
            if (said == null) {
              throw new AssertionError("an answer to nothing: " + spoken.line());
            }
            assertAnswers(reply, said);
          }
        }
      }
      assertEquals(Map.of(), unanswered, "answered in the end");
    }
  }

  /** A reader should meet every word once. */
  @Test
  void everyCommandAndEveryMessageIsShown() throws IOException {
    Set<String> said = new HashSet<>();
    Set<Class<?>> heard = new HashSet<>();
    for (List<ProtocolDocument.Spoken> transcript : ProtocolDocument.read().transcripts()) {
      for (ProtocolDocument.Spoken spoken : transcript) {
        if (spoken.byDevice()) {
          said.add(spoken.line().split(" ", 2)[0]);
        } else {
          heard.add(ServerLines.read(endpoint(spoken.device()), spoken.line()).getClass());
        }
      }
    }
    for (Verb verb : Verb.values()) {
      assertTrue(said.contains(verb.word()), verb.word());
    }
    Set<Class<?>> all = new HashSet<>();
    for (Class<?> family : ServerMessage.class.getPermittedSubclasses()) {
      all.addAll(Set.of(family.getPermittedSubclasses()));
    }
    assertEquals(all, heard);
  }

  @Test
  void everyEndpointIsNamed() throws IOException {
    String text = ProtocolDocument.read().text();
    for (Endpoint endpoint : Endpoint.values()) {
      assertTrue(text.contains("`ws://HOST:8080" + endpoint.path() + "`"), endpoint.path());
    }
  }

  @Test
  void limitsAreTheCodes() throws IOException {
    String text = String.join(" ", ProtocolDocument.read().prose());
    for (String words :
        List.of(
            "**name** is 1 to " + PersonName.MAX_CODE_POINTS + " code points",
            "with 1 to " + StaffName.MAX_CODE_POINTS + " code points",
            "at most " + Email.MAX_BYTES + " bytes of UTF-8",
            "`"
                + PersonName.ERASED.text()
                + "` with the e-mail `"
                + Email.ERASED.address()
                + "`")) {
      assertTrue(text.contains(words), words);
    }
  }

  private static Parsed<?> parsed(ProtocolDocument.Spoken spoken) {
    return switch (endpoint(spoken.device())) {
      case STAFF -> CommandParser.staff(spoken.line());
      case KIOSK -> CommandParser.kiosk(spoken.line());
      case DISPLAY -> fail("a display says nothing: " + spoken.line());
    };
  }

  /** A device that is called neither kiosk nor display is a member of the staff. */
  private static Endpoint endpoint(String device) {
    return switch (device) {
      case "kiosk" -> Endpoint.KIOSK;
      case "display" -> Endpoint.DISPLAY;
      default -> Endpoint.STAFF;
    };
  }

  private static void assertAnswers(Reply reply, Parsed<?> said) {
    switch (said) {
      case Parsed.Refusal<?>(Reply.Refused refused) -> assertEquals(refused, reply);
      case Parsed.Understood<?>(Command command) -> {
        if (reply instanceof Reply.Refused refused) {
          assertTrue(
              refused.equals(Reply.Refused.of(command.verb(), refused.rejection())),
              refused + " to " + command);
        } else {
          assertFulfils(reply, command);
        }
      }
    }
  }

  private static void assertFulfils(Reply reply, Command command) {
    switch (command) {
      case StaffCommand.Accept(var ticket) -> assertEquals(new Reply.Claimed(ticket), reply);
      case StaffCommand.Cancel(var ticket) -> assertEquals(new Reply.Cancelled(ticket), reply);
      case StaffCommand.Complete(var ticket) -> assertEquals(new Reply.Completed(ticket), reply);
      case StaffCommand.Pick(var table, var token) -> assertEquals(new Reply.Picked(table), reply);
      case StaffCommand.Unpick() -> assertEquals(new Reply.Unpicked(), reply);
      case KioskCommand.SignIn(var email, var name) -> {
        Reply.SignedIn signedIn = assertInstanceOf(Reply.SignedIn.class, reply);
        assertEquals(email, signedIn.ticket().email());
        assertEquals(name, signedIn.ticket().name());
      }
      case KioskCommand.Query query -> assertInstanceOf(Reply.Found.class, reply);
    }
  }
}
