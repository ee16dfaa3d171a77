package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the Debian package puts on a machine. */
@Tag("debian")
class PackageContentsIT {
  private static final boolean OFFLINE =
      "offline=true".equals(System.getProperty("nowserving.test.maven"));
  private static final String CONFIGURATION = "/etc/nowserving/nowserving.conf";
  private static final String UNIT = "/lib/systemd/system/nowserving.service";

  private static SpareMachine machine;
  private static List<String> toldToSystemd;

  @BeforeAll
  static void install() throws Exception {
    machine = SpareMachine.with(PackageIT.PACKAGE);
    machine.run("dpkg --install /packages/" + PackageIT.PACKAGE.getFileName()).orFail();
    toldToSystemd = machine.toldToSystemd();
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    machine.close();
  }

  @Test
  void theServiceOfAUserOfItsOwnIsStarted() throws Exception {
    assertEquals(List.of("daemon-reload", "start nowserving.service"), toldToSystemd);
    assertTrue(machine.has("/etc/systemd/system/multi-user.target.wants/nowserving.service"));
    assertEquals(
        "/var/lib/nowserving:/usr/sbin/nologin\n",
        machine.run("getent passwd nowserving | cut -d: -f6,7").orFail());
    assertEquals(
        "600 root\n",
        machine.run("stat -c '%a %U' /etc/credstore/nowserving.admin-password").orFail());
  }

  @Test
  void theConfigurationIsKnownToDpkgAndGood() throws Exception {
    assertEquals(
        CONFIGURATION + "\n",
        machine.run("dpkg-query -W -f='${Conffiles}' nowserving | awk 'NF { print $1 }'").orFail());
    assertEquals("", machine.run("dpkg --verify nowserving").orFail());
    machine.run("nowserving check-config --config=" + CONFIGURATION).orFail();
  }

  @Test
  void manHasNothingToSayAboutThePages() throws Exception {
    for (String page : List.of("1 nowserving", "5 nowserving.conf")) {
      assertEquals("", machine.run("man --warnings " + page + " 2>&1 >/dev/null").orFail());
      String shown = machine.run("man " + page).orFail();
      assertTrue(shown.startsWith("NOWSERVING"), shown);
    }
  }

  @Test
  void bashCompletes() throws Exception {
    assertEquals(
        "check-config\n",
        machine
            .run(
                """
                bash -ec '. /usr/share/bash-completion/completions/nowserving
                  complete -p nowserving >/dev/null
                  COMP_WORDS=(nowserving che) COMP_CWORD=1 COMP_LINE="nowserving che" COMP_POINT=14
                  _complete_nowserving
                  printf "%s\\n" "${COMPREPLY[@]}"'\
                """)
            .orFail());
  }

  /** With the runtime, and without PostgreSQL, which is not in the package. */
  @Test
  void theBillOfMaterialsIsOfThePackage() throws Exception {
    assumeFalse(OFFLINE, "a build that is offline ships none");
    JsonNode bill =
        JsonMapper.shared().readTree(machine.read("/usr/lib/nowserving/nowserving.cdx.json"));
    assertEquals("CycloneDX", bill.path("bomFormat").asString());
    Set<String> names = new TreeSet<>();
    Set<String> jars = new TreeSet<>();
    for (JsonNode component : bill.path("components")) {
      String name = component.path("name").asString();
      names.add(name);
      jars.add(name + "-" + component.path("version").asString());
      assertFalse(component.path("licenses").isEmpty(), name);
    }
    assertTrue(names.contains("openjdk"), names::toString);
    assertFalse(names.contains("openssl"), names::toString);
    // every jar, whose name may end with what it is for: -linux-x86_64
    List<String> unlisted =
        machine
            .run("ls /usr/lib/nowserving/lib")
            .orFail()
            .lines()
            .filter(file -> file.endsWith(".jar"))
            .filter(file -> file.endsWith(".jar"))
            .map(file -> file.replaceFirst("(-linux-\\w+)?\\.jar$", ""))
            .filter(jar -> !jars.contains(jar))
            .toList();
    assertEquals(List.of(), unlisted);
  }

  /** Java refuses to start like this where the archive of classes does not fit the jars. */
  @Test
  void theArchiveOfClassesIsOfUse() throws Exception {
    String version = machine.run("NOWSERVING_JAVA_OPTIONS=-Xshare:on nowserving version").orFail();
    assertTrue(version.startsWith("nowserving "), version);
  }

  @Test
  void theUnitIsSoundAndLockedIn() throws Exception {
    assertEquals("", machine.run("systemd-analyze verify " + UNIT).orFail());
    machine
        .run("systemd-analyze security --offline=true --no-pager --threshold=10 " + UNIT)
        .orFail();
    String security =
        machine.run("systemd-analyze security --offline=true --no-pager " + UNIT).orFail();
    assertTrue(security.contains("Overall exposure level for nowserving.service: 1.0 "), security);
  }

  @Test
  void nothingForLintianToSay() throws Exception {
    assertEquals(
        "",
        machine
            .run(
                "lintian --allow-root --profile debian /packages/"
                    + PackageIT.PACKAGE.getFileName())
            .orFail());
  }
}
