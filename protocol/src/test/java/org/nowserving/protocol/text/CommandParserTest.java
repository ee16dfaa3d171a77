package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;

/** One row for each rule: what was said, and what was understood or is answered. */
class CommandParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what the seed shows
          'accept 0'                          | accept 0
          'cancel 0'                          | cancel 0
          'complete 0'                        | complete 0
          'pick 0 abcdefghijklmnoprstuvwxy'   | pick 0 abcdefghijklmnoprstuvwxy
          'unpick'                            | unpick
          'pick 3'                            | pick 3
          # numbers: 0, or no zero in front, ASCII, as far as a long or an int goes
          'accept 7'                          | accept 7
          'accept 1234567890'                 | accept 1234567890
          'accept 9223372036854775807'        | accept 9223372036854775807
          'accept 9223372036854775808'        | accept NONE
          'accept 9999999999999999999'        | accept NONE
          'accept 18446744073709551616'       | accept NONE
          'accept 00'                         | accept NONE
          'accept 01'                         | accept NONE
          'accept -0'                         | accept NONE
          'accept -1'                         | accept NONE
          'accept +1'                         | accept NONE
          'accept 1.0'                        | accept NONE
          'accept 1e3'                        | accept NONE
          'accept 0x1'                        | accept NONE
          'accept १'                          | accept NONE
          'accept １'                         | accept NONE
          'accept NONE'                       | accept NONE
          'cancel x'                          | cancel NONE
          'complete {id}'                     | complete NONE
          'pick 2147483647 t'                 | pick 2147483647 t
          'pick 2147483648 t'                 | pick NONE t
          'pick 4294967296 t'                 | pick NONE t
          'pick 9223372036854775808 t'        | pick NONE t
          'pick 00 t'                         | pick NONE t
          'pick t'                            | pick NONE
          # a word missing, or one too many
          'accept'                            | error accept the message is malformed
          'accept 0 1'                        | error accept the message is malformed
          'cancel'                            | error cancel the message is malformed
          'cancel 0 please'                   | error cancel the message is malformed
          'complete'                          | error complete the message is malformed
          'complete 0 1 2 3'                  | error complete the message is malformed
          'pick'                              | error pick the message is malformed
          'pick 0 t t'                        | error pick the message is malformed
          'unpick 0'                          | error unpick the message is malformed
          # single spaces between the words, none around
          'accept  0'                         | error accept the message is malformed
          'accept 0 '                         | error accept the message is malformed
          'accept '                           | error accept the message is malformed
          ' accept 0'                         | error accept the message is malformed
          '   accept 0'                       | error accept the message is malformed
          'pick  0 t'                         | error pick the message is malformed
          'pick 0  t'                         | error pick the message is malformed
          'pick 0 '                           | error pick the message is malformed
          'pick 0 t '                         | error pick the message is malformed
          ' pick 0 t'                         | error pick the message is malformed
          'unpick '                           | error unpick the message is malformed
          ' unpick'                           | error unpick the message is malformed
          # nothing else separates words
          'accept‹09›0'                         | error the command is unknown
          'accept‹00a0›0'                     | error the command is unknown
          'unpick‹0a›'                          | error the command is unknown
          'accept 0‹0a›'                        | accept NONE
          # no verb, or another device's
          ''                                  | error the message is empty
          ' '                                 | error the message is empty
          '     '                             | error the message is empty
          'hello'                             | error the command is unknown
          'hello 0'                           | error the command is unknown
          '  hello'                           | error the command is unknown
          'Accept 0'                          | error the command is unknown
          'ACCEPT 0'                          | error the command is unknown
          'accept0'                           | error the command is unknown
          'acceptance 0'                      | error the command is unknown
          'accep 0'                           | error the command is unknown
          'taken'                             | error the command is unknown
          'claimed 0 1'                       | error the command is unknown
          '‹00›'                                | error the command is unknown
          '‹feff›accept 0'                    | error the command is unknown
          'new e@x Ann'                       | error new this command is not for this device
          'new'                               | error new this command is not for this device
          ' new  bad'                         | error new this command is not for this device
          'query e@x'                         | error query this command is not for this device
          """)
  void staffLine(String line, String outcome) {
    assertEquals(outcome, CommandLines.outcome(CommandParser.staff(characters(line))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what the seed shows
          'new example@example.com Example Name' | new example@example.com Example Name
          'query example@example.com'            | query example@example.com
          # the name is the rest of the line, trimmed, its runs of spaces made one
          'new e@x Ann'                          | new e@x Ann
          'new e@x   Ann'                        | new e@x Ann
          'new e@x Ann   '                       | new e@x Ann
          'new e@x  Ann   Marie    Lou  '        | new e@x Ann Marie Lou
          'new e@x "Ann" {\\} \\u0041'       | new e@x "Ann" {\\} \\u0041
          'new e@x {}'                           | new e@x {}
          'new e@x error new'                    | new e@x error new
          'new e@x e@x'                          | new e@x e@x
          # no name
          'new e@x'                              | error new a name is required
          'new e@x '                             | error new a name is required
          'new e@x     '                         | error new a name is required
          # no good name
          'new e@x Ann‹09›B'                       | error new the name is not valid
          'new e@x ‹09›'                           | error new the name is not valid
          'new e@x ‹09›Ann'                        | error new the name is not valid
          'new e@x Ann‹09›'                        | error new the name is not valid
          'new e@x Ann‹0a›'                        | error new the name is not valid
          'new e@x Ann‹0d›‹0a›'                      | error new the name is not valid
          'new e@x Ann‹00›'                        | error new the name is not valid
          'new e@x ‹00a0›'                       | error new the name is not valid
          'new e@x Ann‹2028›'                    | error new the name is not valid
          'new e@x ‹202e›Ann'                    | error new the name is not valid
          # e-mail
          'new bad Ann'                          | error new the email is not valid
          'new bad'                              | error new the email is not valid
          'new e@x@y Ann'                        | error new the email is not valid
          'new e@x‹09› Ann'                        | error new the email is not valid
          'new e@x‹00a0› Ann'                    | error new the email is not valid
          'new e@‹d800› Ann'                     | error new the email is not valid
          'new bad ‹09›'                           | error new the email is not valid
          'query bad'                            | error query the email is not valid
          'query @'                              | error query the email is not valid
          'query e@x‹0a›'                          | error query the email is not valid
          # words and spaces
          'new'                                  | error new the message is malformed
          'new '                                 | error new the message is malformed
          'new  '                                | error new the message is malformed
          'new  e@x Ann'                         | error new the message is malformed
          ' new e@x Ann'                         | error new the message is malformed
          'query'                                | error query the message is malformed
          'query '                               | error query the message is malformed
          'query e@x e@y'                        | error query the message is malformed
          'query bad worse'                      | error query the message is malformed
          'query  e@x'                           | error query the message is malformed
          'query e@x '                           | error query the message is malformed
          ' query e@x'                           | error query the message is malformed
          # no verb, or another device's
          ''                                     | error the message is empty
          '  '                                   | error the message is empty
          'New e@x Ann'                          | error the command is unknown
          'news e@x Ann'                         | error the command is unknown
          'new‹09›e@x Ann'                         | error the command is unknown
          'accept 0'                             | error accept this command is not for this device
          'cancel 0'                             | error cancel this command is not for this device
          'complete 0'                           | error complete this command is not for this device
          'pick 0 t'                             | error pick this command is not for this device
          'unpick'                               | error unpick this command is not for this device
          '  unpick now  '                       | error unpick this command is not for this device
          """)
  void kioskLine(String line, String outcome) {
    assertEquals(outcome, CommandLines.outcome(CommandParser.kiosk(characters(line))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'accept 0'    | error accept this command is not for this device
          'cancel 0'    | error cancel this command is not for this device
          'complete 0'  | error complete this command is not for this device
          'pick 0 t'    | error pick this command is not for this device
          'unpick'      | error unpick this command is not for this device
          'new e@x Ann' | error new this command is not for this device
          'query e@x'   | error query this command is not for this device
          ' query'      | error query this command is not for this device
          'hello'       | error the command is unknown
          'claimed 0 1' | error the command is unknown
          ''            | error the message is empty
          ' '           | error the message is empty
          """)
  void displayLine(String line, String outcome) {
    assertEquals(
        outcome,
        new MessageWriter(ClaimedOrder.TICKET_TABLE).text(CommandParser.display(characters(line))));
  }

  @Test
  void wordsBecomeTypes() {
    assertEquals(
        new Parsed.Understood<>(new StaffCommand.Accept(new TicketId(12))),
        CommandParser.staff("accept 12"));
    assertEquals(
        new Parsed.Understood<>(new StaffCommand.Cancel(TicketId.NONE)),
        CommandParser.staff("cancel twelve"));
    assertEquals(
        new Parsed.Understood<>(new StaffCommand.Complete(new TicketId(0))),
        CommandParser.staff("complete 0"));
    assertEquals(
        new Parsed.Understood<>(
            new StaffCommand.Pick(new TableNumber(3), Optional.of(new Token("secret")))),
        CommandParser.staff("pick 3 secret"));
    assertEquals(
        new Parsed.Understood<>(new StaffCommand.Pick(TableNumber.NONE, Optional.empty())),
        CommandParser.staff("pick secret"));
    assertEquals(
        new Parsed.Understood<>(
            new KioskCommand.SignIn(new Email("e@x"), new PersonName("Ann Lou"))),
        CommandParser.kiosk("new e@x  Ann  Lou "));
    assertEquals(
        new Parsed.Understood<>(new KioskCommand.Query(new Email("E@x"))),
        CommandParser.kiosk("query E@x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pick 1 s3cret", "new ann@example.com Ann", "query ann@example.com"})
  void whatIsSecretOrPersonalNeverPrintsItself(String line) {
    String printed = CommandParser.staff(line) + "" + CommandParser.kiosk(line);
    for (String word : new String[] {"s3cret", "ann@", "Ann"}) {
      assertEquals(-1, printed.indexOf(word), printed);
    }
  }

  /** {@code ‹09›} stands for the character of that hexadecimal number. */
  private static String characters(String row) {
    return Pattern.compile("‹([0-9a-f]+)›")
        .matcher(row)
        .replaceAll(match ->
            Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
  }
}
