package org.nowserving.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The service that a package installed on a {@link SpareMachine}, started by hand as its unit says
 * that systemd is to start it: as the same user, with the same environment, credentials and limits.
 * What only systemd and the kernel can do (the sandbox, the watchdog, starting it again) is left
 * out. One thread.
 */
final class InstalledService {
  private static final String UNIT = "/lib/systemd/system/nowserving.service";
  private static final String CREDENTIALS = "/run/credentials/nowserving.service";

  private final SpareMachine machine;
  private final UnitFile unit;

  InstalledService(SpareMachine machine) throws IOException, InterruptedException {
    this.machine = machine;
    this.unit = UnitFile.of(machine.read(UNIT));
  }

  /** Starts it and waits until it is ready. */
  ServerProcess start() throws IOException, InterruptedException {
    String user = unit.the("User");
    String state = "/var/lib/" + unit.the("StateDirectory");
    machine
        .run(
            "install -d -m %s -o %s -g %s %s"
                .formatted(unit.the("StateDirectoryMode"), user, unit.the("Group"), state))
        .orFail();
    passCredentials(user);

    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("prlimit", "--nofile=" + openFiles(), "--core=" + unit.the("LimitCORE")));
    command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + unit.the("Group")));
    command.addAll(List.of("--init-groups", "--bounding-set=-all", "--no-new-privs"));
    command.addAll(List.of("sh", "-c", "umask " + unit.the("UMask") + "; exec \"$@\"", "sh"));
    command.addAll(List.of(unit.the("ExecStart").split(" ")));
    ProcessBuilder builder = machine.prepare(command);
    builder.environment().remove("DEBIAN_FRONTEND");
    builder.environment().putAll(unit.environment());
    builder.environment().put("CREDENTIALS_DIRECTORY", CREDENTIALS);
    builder.environment().put("STATE_DIRECTORY", state);
    ServerProcess server = new ServerProcess(builder.start());
    server.awaitReady();
    return server;
  }

  /** As many as the unit says, or as many as this machine allows, where that is less. */
  private long openFiles() throws IOException, InterruptedException {
    long wanted = Long.parseLong(unit.the("LimitNOFILE"));
    String allowed = machine.run("ulimit -Hn").orFail().strip();
    return allowed.equals("unlimited") ? wanted : Math.min(wanted, Long.parseLong(allowed));
  }

  /** Those of {@code LoadCredential=} that there are, readable for the service alone. */
  private void passCredentials(String user) throws IOException, InterruptedException {
    StringBuilder line = new StringBuilder("rm -rf %1$s; mkdir -p %1$s\n".formatted(CREDENTIALS));
    for (String name : unit.all("LoadCredential")) {
      line.append(
          "if [ -e /etc/credstore/%1$s ]; then cp /etc/credstore/%1$s %2$s; fi\n"
              .formatted(name, CREDENTIALS));
    }
    line.append("chown -R %1$s %2$s; chmod -R u=rX,go= %2$s".formatted(user, CREDENTIALS));
    machine.run(line.toString()).orFail();
  }
}
