package org.nowserving.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.WrittenPage;

/** The configuration file that a package installs names every setting, and changes none. */
class ConfigurationFileTest {
  private static final int WIDTH = 100;

  private static final String INTRODUCTION =
      """
      # The settings of Now Serving, each with what it is when nothing is said here. To change one, take the # away from its
      # line. Then, as root:
      #
      #   CREDENTIALS_DIRECTORY=/etc/credstore nowserving check-config --config=/etc/nowserving/nowserving.conf
      #   systemctl restart nowserving
      #
      # The first command shows what the settings come to. A name that does not exist and a value that does not fit stop the
      # start with a sentence that names them. Times are a whole number and a unit: 250ms, 10s, 5m, 12h. No setting is a
      # password: nowserving.conf(5) says where passwords go.
      """;

  @Test
  void theFileFollowsFromTheTable() {
    WrittenPage.assertSays(file(), "deploy/src/debian/nowserving.conf");
  }

  @Test
  void everyLineInItIsASettingThatCanBeSetSo(@TempDir Path folder) throws Exception {
    String uncommented =
        file()
            .lines()
            .map(line -> line.replaceFirst("^#(?=[a-z-]+=)", ""))
            .collect(Collectors.joining("\n"));
    Path all = Files.writeString(folder.resolve("nowserving.conf"), uncommented);
    EffectiveSettings settings =
        EffectiveSettings.gather(Map.of(), Optional.of(all.toString()), Map.of());
    List<Setting<?>> changed = new ArrayList<>();
    for (Setting<?> setting : Settings.ALL) {
      assertEquals("the file " + all, settings.given(setting).source(), setting.name());
      if (!settings.get(setting).equals(setting.kind().read(setting.defaultText()).orElseThrow())) {
        changed.add(setting);
      }
    }
    // the unit's, for which it stands in the file
    assertEquals(List.of(Settings.DATA_DIR), changed);
  }

  private static String file() {
    StringBuilder file = new StringBuilder(INTRODUCTION);
    for (Section section : Section.values()) {
      file.append("\n\n# === ").append(section.heading()).append(" ===\n");
      Settings.ALL.stream()
          .filter(setting -> setting.section() == section)
          .forEach(setting -> file.append(entry(setting)));
    }
    return file.toString();
  }

  private static String entry(Setting<?> setting) {
    String text = setting.description() + " A value is " + setting.kind().wanted() + ".";
    String value = setting.defaultText();
    if (setting.equals(Settings.DATA_DIR)) {
      text += " The systemd unit sets it, which goes before this file.";
      value = "/var/lib/nowserving";
    }
    return "\n" + comment(text) + "#" + setting.name() + "=" + value + "\n";
  }

  private static String comment(String text) {
    StringBuilder comment = new StringBuilder();
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        comment.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    return comment.append(line).append('\n').toString();
  }
}
