package org.nowserving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.settings.Settings;
import picocli.CommandLine;

class CommandLineTest {
  /** What a command printed, and how it ended. */
  record Ended(int code, String out, String err) {}

  static Ended run(Surroundings surroundings, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(surroundings, arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  private static Ended run(String... arguments) {
    return run(new Surroundings(Map.of(), prompt -> Optional.empty()), arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "check-config",
        "version",
        "staff",
        "staff add",
        "staff list",
        "staff remove",
        "staff password",
        "table",
        "table free",
        "ticket",
        "ticket cancel",
        "day",
        "day close"
      })
  void helpIsWritten(String command) {
    String[] arguments = (command + " --help").strip().split(" ");
    Ended ended = run(arguments);
    assertEquals(0, ended.code);
    assertEquals("", ended.err);
    assertTrue(ended.out.lines().allMatch(line -> line.length() <= 100), ended.out);
    String page = ("nowserving " + command).strip().replace(' ', '-');
    WrittenPage.assertSays(
        ended.out, "server/src/test/resources/org/nowserving/help/" + page + ".txt");
  }

  @Test
  void everySettingIsAnOptionOfServe() {
    String help = run("serve", "--help").out;
    Settings.ALL.forEach(
        setting -> assertTrue(help.contains(" " + setting.flag() + "="), setting.flag()));
  }

  @ParameterizedTest
  @CsvSource({
    "serve --tabels=3, --tabels",
    "serve extra, There is a word too many.",
    "serve --tables=0, 'The setting tables (from --tables) must be a whole number from 1 to 10000'",
    "serve --tables=1 --tables=2, The option --tables is given twice.",
    "check-config --port=x, The setting port (from --port)",
    "check-config --config=/nowhere, /nowhere",
    "staff, Missing required subcommand",
    "staff add, <NAME>",
    "staff add NAME --role=boss, --role",
    "staff fire NAME, fire",
    "oops, oops",
    "staff list --url=x:y:z, --url"
  })
  void aMistakeIsASentenceAndExitCodeTwo(String line, String named) {
    Ended ended = run(line.split(" "));
    assertEquals(2, ended.code, ended.err);
    assertTrue(ended.err.startsWith("nowserving: "), ended.err);
    assertTrue(ended.err.contains(named.replace("<", "").replace(">", "")), ended.err);
    assertFalse(ended.err.contains("\tat "), ended.err);
    assertEquals("", ended.out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve --device-key=hunter2",
        "staff list --password hunter2",
        "staff add Bob hunter2",
        "day close hunter2"
      })
  void whatNobodyAskedForIsNotRepeated(String line) {
    Ended ended = run(line.split(" "));
    assertEquals(2, ended.code);
    assertFalse(ended.err.contains("hunter2"), ended.err);
  }

  @Test
  void checkConfigShowsEverySettingAndItsSource() {
    Surroundings surroundings =
        new Surroundings(
            Map.of("NOWSERVING_TABLES", "4", "NOWSERVING_ADMIN_PASSWORD", "hunter2hunter2"),
            prompt -> Optional.empty());
    Ended ended = run(surroundings, "check-config", "--port=9000");
    assertEquals(0, ended.code, ended.err);
    String[] lines = ended.out.split("\n");
    assertEquals(Settings.ALL.size(), lines.length);
    assertTrue(
        Arrays.stream(lines).anyMatch(line -> line.matches("port +  = 9000  \\(--port\\)")),
        ended.out);
    assertTrue(
        Arrays.stream(lines)
            .anyMatch(line -> line.matches("tables + = 4  \\(NOWSERVING_TABLES\\)")),
        ended.out);
    assertFalse(ended.out.contains("hunter2"), ended.out);
  }

  @Test
  void versionIsOneLine() {
    assertEquals(new Ended(0, "nowserving (development)\n", ""), run("version"));
  }
}
