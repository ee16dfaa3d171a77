package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a visitor types comes back byte for byte, whatever it looks like inside a line of JSON. */
class NameRoundTripTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final MessageWriter writer = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Example Name",
        "\"",
        "\"\"\"",
        "\\",
        "\\\\",
        "\\\"",
        "ends with \\",
        "\\u0041 \\n \\t",
        "{}",
        "}{",
        "{\"id\":1,\"name\":\"x\"}",
        "\",\"staff\":\"Mallory",
        "</script><b>",
        "'; --",
        "%s %n $1 {0}",
        "שלום עליכם",
        "محمد عبد الله",
        "Ann שרה Lou",
        "علی\u200cرضا",
        "山田\u3000太郎",
        "Jean\u00a0Luc",
        "Zoë Ångström",
        "नमस्ते",
        "ก็ไม่มี",
        "😀",
        "👩\u200d👩\u200d👧\u200d👦",
        "e\u0323\u0302\u0301", // comes back in NFC, see below
        "\u0378\ue000\uffff",
      })
  void throughParserAndJson(String name) {
    comesBack(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "\"", "\\", "{", "𝕬", "ש", "€", "\u0301"})
  void ofFullLength(String letter) {
    comesBack(letter.repeat(100));
  }

  private void comesBack(String typed) {
    String name = Normalizer.normalize(typed, Normalizer.Form.NFC);
    String email = "\"q\\u\"+" + "é@example.com";
    Parsed<KioskCommand> parsed = CommandParser.kiosk("new " + email + " " + typed);
    KioskCommand.SignIn command =
        assertInstanceOf(
            KioskCommand.SignIn.class, assertInstanceOf(Parsed.Understood.class, parsed).command());
    Optional<StaffName> staff = StaffName.of(typed);
    Ticket ticket =
        new Ticket(
            new TicketId(5),
            command.email(),
            command.name(),
            staff,
            Instant.EPOCH,
            Optional.empty());

    String line = writer.text(new Reply.SignedIn(ticket));
    byte[] wire = line.getBytes(StandardCharsets.UTF_8);
    assertEquals(line, new String(wire, StandardCharsets.UTF_8));
    assertEquals(-1, line.indexOf('\n'));

    JsonNode json = JSON.readTree(line.substring("success new ".length()));
    assertSameBytes(name, json.get("name").stringValue());
    assertSameBytes(email, json.get("email").stringValue());
    assertSameBytes(staff.map(StaffName::text).orElse("{}"), json.get("staff").stringValue());
    assertEquals(6, json.size());

    // As characters, not as escapes: but for these two every character stands for itself.
    String inside = name.replace("\\", "\\\\").replace("\"", "\\\"");
    assertTrue(line.contains(",\"name\":\"" + inside + "\","), line);

    assertEquals("success query " + name, writer.text(new Reply.Found(command.name())));
  }

  private static void assertSameBytes(String expected, String actual) {
    assertArrayEquals(
        expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }
}
