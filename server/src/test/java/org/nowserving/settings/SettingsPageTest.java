package org.nowserving.settings;

import org.junit.jupiter.api.Test;
import org.nowserving.WrittenPage;

/** docs/SETTINGS.md says of every setting what the code does. */
class SettingsPageTest {
  private static final String INTRODUCTION =
      """
      # Settings

      Made from the code: `Settings` in [server](../server/src/main/java/org/nowserving/settings/Settings.java). A test compares.

      Every setting has one name in three spellings, here for `data-dir`:

      | where | how |
      | --- | --- |
      | on the command line of `nowserving serve` | `--data-dir=/srv/desk` |
      | in the environment | `NOWSERVING_DATA_DIR=/srv/desk` |
      | in the file that `--config` or `NOWSERVING_CONFIG` names | `data-dir=/srv/desk` |

      The command line goes before the environment, the environment before the file, the file before the default. The file is
      text in UTF-8 in Java's properties format: one setting a line, `#` begins a comment, a backslash is written `\\\\`. A name
      that does not exist and a value that does not fit stop the start with a sentence that names them. An empty value of a
      setting that has no default is the same as none. `nowserving check-config` shows what all of it comes to.

      Under systemd a secret may come as a credential, which goes before the default: `nowserving.database-password` for
      `database-password-file`, `nowserving.device-keys` for `device-key-file`, and `nowserving.admin-password` for the variable
      `NOWSERVING_ADMIN_PASSWORD`. [OPERATIONS.md](OPERATIONS.md#under-systemd) says where to put them.

      Times are written as a whole number and a unit: `250ms`, `10s`, `5m`, `12h`.

      No setting is a password. These variables are no settings:

      | variable | what it is |
      | --- | --- |
      | `NOWSERVING_ADMIN_PASSWORD` | the password that the first start gives to the member `admin`; also what the `staff` commands sign in with |
      | `NOWSERVING_CONFIG` | the file with settings, where `--config` does not name one |
      | `NOWSERVING_JAVA_OPTIONS` | further options for Java, read by the start script, such as `-Xmx1g` |
      | `NOWSERVING_HOME` | left alone, for scripts around the program |
      """;

  @Test
  void thePageFollowsFromTheTable() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Section section : Section.values()) {
      page.append("\n## ").append(section.heading()).append("\n\n");
      page.append("| setting | default | what it does | a value is |\n");
      page.append("| --- | --- | --- | --- |\n");
      Settings.ALL.stream()
          .filter(setting -> setting.section() == section)
          .forEach(setting -> page.append(row(setting)));
    }
    WrittenPage.assertSays(page.toString(), "docs/SETTINGS.md");
  }

  private static String row(Setting<?> setting) {
    String text = setting.defaultText();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            setting.name(),
            text.isEmpty() ? "none" : "`" + text + "`",
            setting.description(),
            setting.kind().wanted());
  }
}
