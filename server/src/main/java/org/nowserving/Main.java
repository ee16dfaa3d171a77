package org.nowserving;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nowserving.logs.Logs;
import org.nowserving.settings.BadSettingException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry, and its command line. Called by the Java runtime only. */
public final class Main {
  private static final int HELP_WIDTH = 100;

  /** The help of a wider option begins on the line below it. */
  private static final int WIDEST_OPTION = 34;

  private Main() {}

  public static void main(String[] arguments) {
    int status = commandLine(Surroundings.ofThisProcess(), arguments).execute(arguments);
    Logs.finish(); // BEFORE the end, which would drop what waits to be written
    System.exit(status);
  }

  /**
   * The command line, ready to execute. Where the arguments begin with the name of a command it has
   * that command alone, because a start has no use for the others.
   */
  static CommandLine commandLine(Surroundings surroundings, String... arguments) {
    CommandSpec root = CommandSpec.create().name("nowserving");
    root.usageMessage()
        .description("Now Serving: a walk-in service desk, its kiosks, tables and displays.", "")
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    root.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .scopeType(ScopeType.INHERIT)
            .description("Show this help and exit.")
            .build());
    Map<String, Supplier<CommandSpec>> commands = commands(surroundings);
    if (arguments.length > 0 && commands.containsKey(arguments[0])) {
      commands.keySet().retainAll(Set.of(arguments[0]));
    }
    commands.forEach((name, spec) -> root.addSubcommand(name, spec.get()));

    return new CommandLine(root)
        .setUsageHelpWidth(HELP_WIDTH)
        .setUsageHelpLongOptionsMaxWidth(WIDEST_OPTION)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explainFailure);
  }

  private static Map<String, Supplier<CommandSpec>> commands(Surroundings surroundings) {
    Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
    commands.put("serve", () -> ServeCommand.spec(surroundings));
    commands.put("staff", () -> CommandSpec.forAnnotatedObject(new StaffCommands(surroundings)));
    commands.put(
        "table", () -> CommandSpec.forAnnotatedObject(new OfficeCommands.Tables(surroundings)));
    commands.put(
        "ticket", () -> CommandSpec.forAnnotatedObject(new OfficeCommands.Tickets(surroundings)));
    commands.put("day", () -> CommandSpec.forAnnotatedObject(new OfficeCommands.Day(surroundings)));
    commands.put("check-config", () -> CheckConfigCommand.spec(surroundings));
    commands.put("version", () -> CommandSpec.forAnnotatedObject(new VersionCommand()));
    return commands;
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode exit : ExitCode.values()) {
      meanings.put(String.valueOf(exit.code), exit.meaning);
    }
    return meanings;
  }

  /** A mistake on the command line: what it is, and where help is; the whole help would hide it. */
  private static int explainUsage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("nowserving: " + sentenceOf(mistake));
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code;
  }

  /** What follows an option that there is not, or one word too many, may be a secret. */
  private static String sentenceOf(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(mistake.getMessage());
    }
    if (unmatched.isUnknownOption()) {
      return "Unknown option: "
          + unmatched.getUnmatched().stream()
              .filter(word -> word.startsWith("-"))
              .map(word -> word.split("=", 2)[0])
              .collect(Collectors.joining(", "));
    }
    return mistake.getCommandLine().getSubcommands().isEmpty()
        ? "There is a word too many."
        : "Unknown command: " + unmatched.getUnmatched().getFirst();
  }

  private static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    switch (failure) {
      case BadSettingException mistake -> {
        err.println("nowserving: " + mistake.sentence());
        return ExitCode.USAGE.code;
      }
      case UserError error -> err.println("nowserving: " + error.getMessage());
      // A bug, which nobody can mend without the trace.
      default -> failure.printStackTrace(err);
    }
    return ExitCode.FAILURE.code;
  }

  /** The version that stands in the jar's manifest; classes that are not in a jar have none. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
