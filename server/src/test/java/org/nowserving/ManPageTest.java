package org.nowserving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nowserving.settings.Settings;

/** What the manual pages say is what the commands' own help says. */
class ManPageTest {
  private final String commands =
      ManPage.ofCommands(Main.commandLine(new Surroundings(Map.of(), _ -> Optional.empty())));
  private final String settings = ManPage.ofSettings();

  @Test
  void thePagesFollowFromTheCode() {
    WrittenPage.assertSays(commands, "deploy/src/debian/nowserving.1");
    WrittenPage.assertSays(settings, "deploy/src/debian/nowserving.conf.5");
  }

  @Test
  void theyAreWhatEveryManReads() {
    assertTrue((commands + settings).chars().allMatch(character -> character < 128));
    assertEquals(0, (commands + settings).lines().filter(String::isBlank).count());
  }

  @Test
  void everySettingHasItsPlace() {
    for (var setting : Settings.ALL) {
      String term = "\n.TP\n.B " + setting.name().replace("-", "\\-") + "\n";
      assertTrue(settings.contains(term), setting.name());
    }
  }
}
