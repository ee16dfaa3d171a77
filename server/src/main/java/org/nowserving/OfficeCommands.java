package org.nowserving;

import org.jspecify.annotations.Nullable;
import org.nowserving.StaffCommands.Access;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code nowserving table free|ticket cancel|day close}: what an admin does for those who are not
 * at the desk, as a client of a running server. Called by picocli only.
 */
final class OfficeCommands {
  private OfficeCommands() {}

  /** What the three have in common. */
  abstract static class Client {
    private final Surroundings surroundings;
    @Spec private @Nullable CommandSpec command;

    Client(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    final StaffApi signIn(Access access) throws UserError {
      return StaffCommands.signIn(access, surroundings);
    }

    final void say(String sentence) {
      if (command == null) {
        throw new AssertionError("picocli sets the command BEFORE it calls one");
      }
      command.commandLine().getOut().println(sentence);
    }
  }

  /** {@code nowserving table}. */
  @Command(
      name = "table",
      sortOptions = false,
      description = {"Frees a table, on a running server.", ""},
      synopsisSubcommandLabel = "COMMAND",
      commandListHeading = "%nCommands:%n")
  static final class Tables extends Client {
    Tables(Surroundings surroundings) {
      super(surroundings);
    }

    @Command(
        name = "free",
        sortOptions = false,
        description = {"Frees a table, whoever sits there; what they serve stays theirs.", ""})
    int free(
        @Parameters(paramLabel = "NUMBER", description = "Which table.") String number,
        @Mixin Access access)
        throws UserError {
      try (StaffApi api = signIn(access)) {
        api.freeTable(number);
        say("Table " + number + " is free.");
      }
      return ExitCode.OK.code;
    }
  }

  /** {@code nowserving ticket}. */
  @Command(
      name = "ticket",
      sortOptions = false,
      description = {"Cancels a ticket, on a running server.", ""},
      synopsisSubcommandLabel = "COMMAND",
      commandListHeading = "%nCommands:%n")
  static final class Tickets extends Client {
    Tickets(Surroundings surroundings) {
      super(surroundings);
    }

    @Command(
        name = "cancel",
        sortOptions = false,
        description = {"Cancels a ticket that waits or is being served, by whomever.", ""})
    int cancel(
        @Parameters(paramLabel = "ID", description = "Which ticket.") String id,
        @Mixin Access access)
        throws UserError {
      try (StaffApi api = signIn(access)) {
        api.cancelTicket(id);
        say("Ticket " + id + " is cancelled.");
      }
      return ExitCode.OK.code;
    }
  }

  /** {@code nowserving day}. */
  @Command(
      name = "day",
      sortOptions = false,
      description = {"Closes the day, on a running server.", ""},
      synopsisSubcommandLabel = "COMMAND",
      commandListHeading = "%nCommands:%n")
  static final class Day extends Client {
    Day(Surroundings surroundings) {
      super(surroundings);
    }

    @Command(
        name = "close",
        sortOptions = false,
        description = {"Frees every table and cancels every ticket that waits.", ""})
    int close(@Mixin Access access) throws UserError {
      try (StaffApi api = signIn(access)) {
        StaffApi.Closed closed = api.closeDay();
        say(
            "The day is closed: tickets cancelled: %d, tables freed: %d."
                .formatted(closed.cancelled(), closed.freed()));
      }
      return ExitCode.OK.code;
    }
  }
}
