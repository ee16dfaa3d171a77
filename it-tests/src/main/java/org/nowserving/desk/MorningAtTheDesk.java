package org.nowserving.desk;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command: plays a morning against a running server and compares the server's history with what
 * was acknowledged.
 */
@Command(
    name = "morning",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays a morning at the desk against a running server: kiosks sign visitors in, staff serve them,"
          + " take breaks and change tables, displays listen.",
      "At the end it compares the server's history with everything that was acknowledged, and exits"
          + " with 1 where they disagree.",
      "It makes staff members for the morning and removes them afterwards; the tickets stay."
    })
public final class MorningAtTheDesk implements Callable<Integer> {
  private static final String PASSWORD_VARIABLE = "NOWSERVING_ADMIN_PASSWORD";

  private static final String RELIES_ON =
      "All of it comes from one address, so the server has to trust it (setting trusted-addresses;"
          + " this machine's own\naddresses are trusted unless told otherwise). Each device keeps"
          + " to commands-per-second where the time is not too short.";

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:8080/",
      description = "The server (${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080/");

  @Option(
      names = "--admin-password-file",
      description = "The password of `admin`; without it, " + PASSWORD_VARIABLE + " or a question.")
  private @Nullable Path adminPasswordFile;

  @Option(
      names = "--staff-tokens-file",
      description = "Instead of an admin: a line `NAME TOKEN` for each staff member.")
  private @Nullable Path staffTokensFile;

  @Option(
      names = "--device-key-file",
      description = "The server's file with device keys; kiosks and displays show the first one.")
  private @Nullable Path deviceKeyFile;

  @Option(names = "--visitors", defaultValue = "200", description = "Visitors (${DEFAULT-VALUE}).")
  private int visitors;

  @Option(names = "--kiosks", defaultValue = "2", description = "Kiosks (${DEFAULT-VALUE}).")
  private int kiosks;

  @Option(names = "--staff", defaultValue = "3", description = "Staff members (${DEFAULT-VALUE}).")
  private int staff;

  @Option(names = "--displays", defaultValue = "2", description = "Displays (${DEFAULT-VALUE}).")
  private int displays;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long the morning lasts; 0 is as fast as can be (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The seed of everything that is left to chance (${DEFAULT-VALUE}).")
  private long seed;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new MorningAtTheDesk())
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("The morning ended early: " + why(failure));
          for (Throwable afterwards : failure.getSuppressed()) {
            command.getErr().println("And then: " + why(afterwards));
          }
          return 1;
        });
  }

  private static String why(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  @Override
  public Integer call() throws Exception {
    try (Office office = new Office(url)) {
      return staffTokensFile == null
          ? asAdmin(office)
          : play(office, badges(Files.readAllLines(staffTokensFile)), Optional.empty());
    }
  }

  private int asAdmin(Office office) throws Exception {
    StaffName name = new StaffName("admin");
    Badge admin;
    try {
      admin = office.signIn(name, adminPassword());
    } catch (Office.Refused e) {
      throw new IOException(
          "the server does not take the password of admin (" + e.status() + ")", e);
    } catch (IOException e) {
      throw new IOException("there is no server at " + url + " (" + e + ")", e);
    }
    List<Badge> members = new ArrayList<>();
    String mark = UUID.randomUUID().toString();
    int result;
    try {
      for (int i = 1; i <= staff; i++) {
        StaffName member = new StaffName("Morning " + mark.substring(0, 4) + " " + i);
        office.add(admin, member, mark);
        members.add(office.signIn(member, mark));
      }
      result = play(office, members, Optional.of(admin));
    } catch (Exception early) {
      try {
        dismiss(office, admin, members);
      } catch (IOException afterwards) {
        early.addSuppressed(afterwards); // such as: a member still serves, because it ended early
      }
      throw early;
    }
    dismiss(office, admin, members);
    return result;
  }

  private static void dismiss(Office office, Badge admin, List<Badge> members)
      throws IOException, InterruptedException {
    for (Badge member : members) {
      office.remove(admin, member.name());
    }
    office.signOut(admin);
  }

  /** Where there is no terminal, Java 25 returns no console again, as Java did before 22. */
  @SuppressWarnings("SystemConsoleNull")
  private String adminPassword() throws IOException {
    if (adminPasswordFile != null) {
      return Files.readString(adminPasswordFile).strip();
    }
    String variable = System.getenv(PASSWORD_VARIABLE);
    if (variable != null) {
      return variable;
    }
    Console console = System.console();
    if (console == null) {
      throw new IOException("no password: give --admin-password-file or " + PASSWORD_VARIABLE);
    }
    return new String(console.readPassword("Password of admin: "));
  }

  private Optional<String> deviceKey() throws IOException {
    if (deviceKeyFile == null) {
      return Optional.empty();
    }
    Optional<String> key =
        Files.readAllLines(deviceKeyFile).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .findFirst();
    if (key.isEmpty()) {
      throw new IOException("there is no key in " + deviceKeyFile);
    }
    return key;
  }

  private static List<Badge> badges(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank())
        .map(line ->
            new Badge(
                new StaffName(line.substring(0, line.lastIndexOf(' '))),
                new Token(line.substring(line.lastIndexOf(' ') + 1))))
        .toList();
  }

  private int play(Office office, List<Badge> members, Optional<Badge> admin)
      throws IOException, InterruptedException, ExecutionException {
    Plan plan =
        Plan.morning(kiosks, members.size(), displays, visitors, Duration.ofSeconds(seconds), seed);
    System.out.printf(
        "A morning at the desk: %d visitors, %d kiosks, %d staff, %d displays, about %d s, seed %d%n",
        visitors, kiosks, members.size(), displays, seconds, seed);
    System.out.printf("%s%n%n", RELIES_ON);
    Tally tally;
    try (Desk desk = new Desk(() -> Optional.of(url), deviceKey(), plan, members)) {
      desk.open();
      tally = Morning.play(desk, plan, () -> office.tickets(admin.orElse(members.getFirst())));
    }
    System.out.print(tally.report());
    return tally.agrees() ? 0 : 1;
  }
}
