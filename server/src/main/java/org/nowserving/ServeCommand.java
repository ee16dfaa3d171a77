package org.nowserving;

import java.util.concurrent.Callable;
import org.nowserving.logs.Logs;
import org.nowserving.settings.BadSettingException;
import org.nowserving.settings.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nowserving serve}: the server, until it is told to stop. Called by picocli only. */
@Command(
    name = "serve",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Runs the server until it is told to stop (Ctrl-C or SIGTERM).",
      "",
      "Every option can also be given in the environment (--data-dir as NOWSERVING_DATA_DIR) or in"
          + " the file that --config names (data-dir=…). The command line goes before the"
          + " environment, the environment before the file.",
      ""
    })
final class ServeCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final CommandSpec command;

  private ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.command = CommandSpec.forAnnotatedObject(this);
    SettingOptions.addTo(command);
  }

  static CommandSpec spec(Surroundings surroundings) {
    return new ServeCommand(surroundings).command;
  }

  @Override
  public Integer call() throws BadSettingException, UserError, InterruptedException {
    ServerConfig config =
        ServerConfig.of(
            SettingOptions.gather(
                command.commandLine().getParseResult(), surroundings.environment()));
    Logs.show(config.inside().logLevel(), config.inside().logFormat());
    Server server = new Server(config, surroundings);
    ProcessEnd end = ProcessEnd.install(server);
    FirstWords words;
    try {
      words = server.start();
    } catch (UserError | InterruptedException | RuntimeException | Error e) {
      end.failedToStart();
      throw e;
    }
    end.started();
    words.lines().forEach(command.commandLine().getOut()::println);
    end.await();
    return ExitCode.OK.code;
  }
}
