package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class LoadProgramTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return LoadProgram.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void helpTellsOfEveryOptionAndEveryWorkload() {
    assertEquals(0, run("--help"));
    String help = out.toString();
    CommandLine line = LoadProgram.commandLine();
    for (OptionSpec option : line.getCommandSpec().options()) {
      assertFalse(option.hidden(), option::longestName);
      assertTrue(option.description().length > 0, option::longestName);
      assertFalse(option.description()[0].isBlank(), option::longestName);
      assertTrue(help.contains(option.longestName()), option::longestName);
    }
    for (Workload workload : Workload.values()) {
      assertTrue(
          help.replaceAll("\\s+", " ").contains(workload + " " + workload.description()),
          workload::name);
    }
    assertEquals("", err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=0                    | --rate is from 0.1 to 1,000,000 a second",
        "--rate=-5                   | --rate is from 0.1 to 1,000,000 a second",
        "--rate=NaN                  | --rate is from 0.1 to 1,000,000 a second",
        "--rate=Infinity             | --rate is from 0.1 to 1,000,000 a second",
        "--rate=many                 | Invalid value for option '--rate'",
        "--rate=5 --workload=idle    | in IDLE nobody speaks, so it has no --rate",
        "--seconds=0                 | --seconds is from 1 to 43,200",
        "--warm-up=-1                | --warm-up is from 0 to 43,200",
        "--connections=0             | --connections is from 1 to 50,000",
        "--depth=0                   | --depth is from 1 to 10,000",
        "--connections=50000 --depth=21 | --connections times --depth is at most 1,000,000",
        "--displays=0                | --displays is from 1 to 50,000",
        "--tickets=0                 | --tickets is from 1 to 400,000",
        "--visitors=0                | --visitors is from 1 to",
        "--most=0                    | --most is from 1 to 500,000,000",
        "--workload=DANCE            | Invalid value for option '--workload'",
        "--url=127.0.0.1:8080        | http://127.0.0.1:8080",
        "--url=ws://127.0.0.1:8080   | --url is one such as http://127.0.0.1:8080",
        "--url=http:///kiosk         | --url is one such as http://127.0.0.1:8080",
        "--json=/nowhere/at/all.json | --json names a file in a directory that is there",
        "--loud                      | Unknown option: '--loud'",
      })
  void aBadOptionIsTwoAndASentence(String arguments, String sentence) {
    assertEquals(2, run(arguments.split(" +")));
    assertTrue(err.toString().contains(sentence), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void whereNoServerIsItIsOneAndASentenceThatNamesTheUrl(@TempDir Path directory)
      throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "correct horse\n");
    String url = "http://127.0.0.1:" + closedPort();
    for (Workload workload : Workload.values()) {
      List<String> arguments =
          new ArrayList<>(List.of("--url=" + url, "--workload=" + workload, "--warm-up=0"));
      arguments.addAll(List.of("--seconds=1", "--admin-password-file=" + password));
      err.getBuffer().setLength(0);
      assertEquals(1, run(arguments.toArray(String[]::new)));
      assertTrue(
          err.toString().contains("The load ended early: no connection to " + url + ": "),
          err::toString);
      assertFalse(err.toString().contains("\tat "), err::toString);
      assertEquals("", out.toString());
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPasswordFileThatIsNotThere() {
    assertEquals(1, run("--workload=SERVE", "--admin-password-file=/nowhere/at/all"));
    assertTrue(err.toString().contains("the password file cannot be read"), err::toString);
  }

  @Test
  void progressGoesToStderrAndTheResultToStdoutAndIntoAFile(@TempDir Path directory)
      throws IOException {
    Path json = directory.resolve("load.json");
    try (WrongServer server = new WrongServer()) {
      assertEquals(
          0,
          run(
              "--url=" + server.url(),
              "--workload=echo",
              "--connections=2",
              "--rate=100",
              "--warm-up=0",
              "--seconds=2",
              "--json=" + json),
          err::toString);
    }
    assertTrue(out.toString().startsWith("ECHO: "), out::toString);
    assertTrue(out.toString().contains("answered after (µs): mean"), out::toString);
    assertTrue(out.toString().contains("each was as it had to be"), out::toString);
    assertTrue(err.toString().contains("measuring: 1 of 2 s, "), err::toString);
    assertFalse(err.toString().contains("ECHO: "), err::toString);
    String figures = Files.readString(json);
    assertTrue(figures.contains("\"workload\" : \"ECHO\""), figures);
    assertTrue(figures.contains("\"perSecondDue\" : 100.0"), figures);
  }

  @Test
  void aServerThatIsWrongIsOneAndASentence() {
    try (WrongServer server =
        new WrongServer() {
          @Override
          String ticket(int id, String email, String name) {
            return super.ticket(id, email, "Nobody");
          }
        }) {
      assertEquals(1, run("--url=" + server.url(), "--connections=1", "--seconds=1"));
    }
    assertTrue(err.toString().contains("The load ended early: expected `"), err::toString);
    assertEquals("", out.toString());
  }
}
