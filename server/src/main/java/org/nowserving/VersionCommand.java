package org.nowserving;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nowserving version}. Called by picocli only. */
@Command(
    name = "version",
    description = {"Prints the version.", ""})
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command != null) {
      command.commandLine().getOut().println("nowserving " + Main.version());
    }
    return ExitCode.OK.code;
  }
}
