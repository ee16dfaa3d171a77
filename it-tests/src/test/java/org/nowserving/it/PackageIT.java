package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The Debian package, installed, upgraded, removed and purged on a machine of its own, and the
 * service that it installs, started by hand.
 */
@Tag("debian")
class PackageIT {
  static final Path PACKAGE =
      Launch.distribution().resolveSibling("nowserving_" + architecture() + ".deb");
  private static final String CONFIGURATION = "/etc/nowserving/nowserving.conf";
  private static final String CREDENTIAL = "/etc/credstore/nowserving.admin-password";
  private static final String DATA = "/var/lib/nowserving";

  private SpareMachine machine;

  private static String architecture() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
  }

  @BeforeEach
  void prepare() throws Exception {
    machine = SpareMachine.with(PACKAGE);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    machine.close();
  }

  private void install() throws Exception {
    machine.run("dpkg --install /packages/" + PACKAGE.getFileName()).orFail();
  }

  @Test
  void aMorningAnUpgradeAndAnotherStart() throws Exception {
    install();
    // ports of its own, for other tests have servers too
    machine.run("printf 'port=0\\nops-port=0\\ntables=7\\n' >>" + CONFIGURATION).orFail();
    String configuration = machine.read(CONFIGURATION);
    InstalledService service = new InstalledService(machine);
    ServerProcess server = service.start();
    assertEquals("nowserving\n", machine.run("stat -c %U /proc/" + server.pid()).orFail());
    MorningScript.play(server.service(), machine.at(CREDENTIAL), "--visitors=60", "--seconds=5");
    stop(server);
    assertEquals("700 nowserving\n", machine.run("stat -c '%a %U' " + DATA).orFail());

    machine.toldToSystemd();
    upgrade();
    assertEquals(configuration, machine.read(CONFIGURATION));
    assertTrue(machine.has(CONFIGURATION + ".dpkg-dist"), "the new version's lies beside it");
    List<String> told = machine.toldToSystemd();
    assertEquals("stop nowserving.service", told.getFirst());
    assertEquals("restart nowserving.service", told.getLast());

    ServerProcess again = service.start();
    assertTrue(again.out().text().contains("\"nowserving staff list\" names the members."));
    stop(again);
  }

  private static void stop(ServerProcess server) throws InterruptedException {
    server.terminate();
    assertEquals(0, server.awaitExit(Duration.ofSeconds(20)), server::words);
  }

  /** To the same program under a higher number, whose configuration file says something else. */
  private void upgrade() throws Exception {
    machine
        .run(
            """
            dpkg-deb --raw-extract /packages/%s /tmp/next
            sed -i 's/^Version: .*/Version: 99/' /tmp/next/DEBIAN/control
            echo '# a new comment' >>/tmp/next%s
            dpkg-deb -Znone --build /tmp/next /tmp/next.deb >/dev/null
            dpkg --force-confdef --force-confold --install /tmp/next.deb
            rm -r /tmp/next /tmp/next.deb
            """
                .formatted(PACKAGE.getFileName(), CONFIGURATION))
        .orFail();
    assertEquals("99\n", machine.run("dpkg-query -W -f='${Version}' nowserving").orFail());
  }

  @Test
  void aRemovalKeepsWhatAPurgeAsksAbout() throws Exception {
    install();
    keepSomething();
    machine.toldToSystemd();
    machine.run("dpkg --remove nowserving").orFail();
    assertEquals("stop nowserving.service", machine.toldToSystemd().getFirst());
    assertFalse(machine.has("/usr/lib/nowserving"));
    assertFalse(machine.has("/usr/bin/nowserving"));
    assertTrue(machine.has(CONFIGURATION));
    assertKept(true);

    machine.run("dpkg --purge nowserving").orFail(); // nobody is asked, nothing was said beforehand
    assertFalse(machine.has("/etc/nowserving"));
    assertFalse(machine.has(CREDENTIAL));
    assertKept(true);
    assertEquals(
        "", machine.run("find /etc/systemd /var/lib/systemd -name 'nowserving*'").orFail());

    install();
    assertTrue(machine.has(CONFIGURATION));
    machine
        .run("echo nowserving nowserving/delete-data boolean true | debconf-set-selections")
        .orFail();
    machine.run("dpkg --purge nowserving").orFail();
    assertKept(false);
  }

  @Test
  void aPurgeAsksWhoeverIsThere() throws Exception {
    install();
    keepSomething();
    String asked = purgeAnswering("yes");
    assertTrue(asked.contains("Delete everything that Now Serving has kept?"), asked);
    assertTrue(asked.contains("nowserving/delete-data=\"no\""), asked);
    assertKept(false);
  }

  /** With debconf's front end for editors, which needs no terminal: an editor that answers so. */
  private String purgeAnswering(String answer) throws IOException, InterruptedException {
    return machine
        .run(
            """
            cat >/tmp/editor <<'EDITOR'
            #!/bin/sh
            cat "$1" >>/tmp/asked
            sed -i 's|^\\(nowserving/delete-data=\\).*|\\1"%s"|' "$1"
            EDITOR
            chmod +x /tmp/editor
            DEBIAN_FRONTEND=editor VISUAL=/tmp/editor EDITOR=/tmp/editor dpkg --purge nowserving
            cat /tmp/asked
            """
                .formatted(answer))
        .orFail();
  }

  private void keepSomething() throws Exception {
    machine
        .run("install -d -m 0700 -o nowserving %1$s; echo 1 >%1$s/kept".formatted(DATA))
        .orFail();
  }

  private void assertKept(boolean kept) throws Exception {
    assertEquals(kept, machine.has(DATA + "/kept"));
    assertEquals(kept, machine.has(DATA));
  }
}
