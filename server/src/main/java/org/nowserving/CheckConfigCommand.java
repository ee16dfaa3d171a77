package org.nowserving;

import java.util.concurrent.Callable;
import org.nowserving.settings.BadSettingException;
import org.nowserving.settings.EffectiveSettings;
import org.nowserving.settings.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code nowserving check-config}: what {@code serve} would be started with. Called by picocli
 * only.
 */
@Command(
    name = "check-config",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Checks the settings and shows each with where it comes from; starts nothing.",
      "Takes the same options as \"serve\", and looks at the same environment and file.",
      ""
    })
final class CheckConfigCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final CommandSpec command;

  private CheckConfigCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.command = CommandSpec.forAnnotatedObject(this);
    SettingOptions.addTo(command);
  }

  static CommandSpec spec(Surroundings surroundings) {
    return new CheckConfigCommand(surroundings).command;
  }

  @Override
  public Integer call() throws BadSettingException {
    EffectiveSettings settings =
        SettingOptions.gather(command.commandLine().getParseResult(), surroundings.environment());
    var _ = ServerConfig.of(settings);
    settings.lines().forEach(command.commandLine().getOut()::println);
    return ExitCode.OK.code;
  }
}
