package org.nowserving;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nowserving.settings.Section;
import org.nowserving.settings.Setting;
import org.nowserving.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual pages in the words of the commands' own help, in man's macros. Pure. */
final class ManPage {
  private final StringBuilder text = new StringBuilder();

  private ManPage(String name, int section, String purpose) {
    text.append(".\\\" Made from the code: ManPageTest in server. A test compares.\n")
        .append(
            ".TH %s %d \"\" \"Now Serving\" \"Now Serving\"\n".formatted(literal(name), section))
        .append(".SH NAME\n")
        .append(literal(name.toLowerCase(Locale.ROOT)) + " \\- " + escape(purpose) + "\n");
  }

  /** {@code man nowserving}: every command but for the settings. */
  static String ofCommands(CommandLine commandLine) {
    ManPage page = new ManPage("NOWSERVING", 1, "a walk-in service desk: kiosks, tables, displays");
    page.heading("SYNOPSIS");
    page.line(".B nowserving");
    page.line(".I COMMAND");
    page.line("[options]");
    page.heading("DESCRIPTION");
    page.paragraph(
        "Now Serving runs a walk-in service desk. Visitors sign in at a kiosk, staff at numbered tables call"
            + " them one after the other, and a display on the wall shows which table serves which ticket."
            + " It is one server that speaks WebSocket to these devices and keeps every ticket in PostgreSQL.");
    page.heading("COMMANDS");
    page.commands(commandLine.getCommandSpec(), "nowserving");
    page.heading("EXIT STATUS");
    for (ExitCode exit : ExitCode.values()) {
      page.item(String.valueOf(exit.code), exit.meaning);
    }
    page.heading("ENVIRONMENT");
    page.item(
        "NOWSERVING_…",
        "Every setting, in capitals and with underscores: NOWSERVING_TABLES is the setting tables.");
    page.item("NOWSERVING_CONFIG", "The file with settings, where --config does not name one.");
    page.item(
        "NOWSERVING_ADMIN_PASSWORD",
        "The password that the first start gives to the member admin, and that the other commands sign in"
            + " with.");
    page.item("NOWSERVING_JAVA_OPTIONS", "Further options for Java, such as -Xmx1g.");
    page.heading("FILES");
    page.item("/etc/nowserving/nowserving.conf", "The settings of the service.");
    page.item("/var/lib/nowserving", "What the service keeps.");
    page.item(
        "/etc/credstore/nowserving.…",
        "Passwords and keys for the service, see nowserving.conf(5).");
    page.heading("SEE ALSO");
    page.line(".BR nowserving.conf (5),");
    page.line(".BR systemctl (1),");
    page.line(".BR journalctl (1)");
    return page.text.toString();
  }

  /** {@code man nowserving.conf}: every setting. */
  static String ofSettings() {
    ManPage page = new ManPage("NOWSERVING.CONF", 5, "settings of Now Serving");
    page.heading("DESCRIPTION");
    page.paragraph(
        "Text in UTF-8, one setting a line as in tables=10; # begins a comment, a backslash is written"
            + " twice. A setting on the command line (--tables=10) or in the environment"
            + " (NOWSERVING_TABLES=10) goes before the file. A name that does not exist and a value that does"
            + " not fit stop the start with a sentence that names them.");
    page.paragraph("Times are a whole number and a unit: 250ms, 10s, 5m, 12h.");
    for (Section section : Section.values()) {
      page.line(".SH \"" + escape(section.heading().toUpperCase(Locale.ROOT)) + "\"");
      for (Setting<?> setting : Settings.ALL) {
        if (setting.section() == section) {
          page.setting(setting);
        }
      }
    }
    page.heading("PASSWORDS AND KEYS");
    page.paragraph(
        "No setting is a password. The service takes these files of /etc/credstore, where they are there and"
            + " no setting names another file; only root need be able to read them:");
    page.item("nowserving.admin-password", "What the first start gives to the member admin.");
    page.item("nowserving.database-password", "The password of database-user.");
    page.item("nowserving.device-keys", "The keys of kiosks and displays, one a line.");
    page.heading("SEE ALSO");
    page.line(".BR nowserving (1),");
    page.line(".BR systemd.exec (5)");
    return page.text.toString();
  }

  private void commands(CommandSpec parent, String name) {
    for (CommandLine sub : parent.subcommands().values()) {
      CommandSpec command = sub.getCommandSpec();
      String full = name + " " + command.name();
      if (command.subcommands().isEmpty()) {
        command(command, full);
      } else {
        commands(command, full);
      }
    }
  }

  private void command(CommandSpec command, String name) {
    String words =
        command.positionalParameters().stream()
            .map(word -> " " + word.paramLabel())
            .collect(Collectors.joining());
    line(".SS \"" + escape(name + words) + "\"");
    List.of(command.usageMessage().description()).stream()
        .filter(sentence -> !sentence.isBlank())
        .forEach(this::paragraph);
    for (PositionalParamSpec word : command.positionalParameters()) {
      item(word.paramLabel(), String.join(" ", word.description()));
    }
    boolean takesSettings = false;
    for (OptionSpec option : command.options()) {
      if (Settings.ALL.stream().anyMatch(setting -> setting.flag().equals(option.longestName()))) {
        takesSettings = true;
      } else if (!option.usageHelp()) {
        String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        item(option.longestName() + value, described(option));
      }
    }
    if (takesSettings) {
      item("--SETTING=VALUE", "Any setting of nowserving.conf(5), as in --tables=10.");
    }
  }

  private static String described(OptionSpec option) {
    return String.join(" ", option.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
  }

  private void setting(Setting<?> setting) {
    String value = setting.defaultText();
    item(
        setting.name(),
        "%s A value is %s. %s"
            .formatted(
                setting.description(),
                setting.kind().wanted(),
                value.isEmpty() ? "There is no default." : "Default: " + value));
  }

  private void heading(String heading) {
    line(".SH " + heading);
  }

  private void paragraph(String paragraph) {
    line(".PP");
    line(escape(paragraph));
  }

  private void item(String term, String description) {
    line(".TP");
    line(".B " + literal(term));
    line(escape(description));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Words that somebody may copy: a hyphen stays the one of the keyboard. */
  private static String literal(String words) {
    return escape(words).replace("-", "\\-");
  }

  /**
   * A dot or a quote at the beginning of a line would be a command; Latin-1 is all that every man
   * reads.
   */
  private static String escape(String words) {
    String escaped =
        words.replace("\\", "\\e").replace("…", "\\&...").replaceAll("(?<= |\\()--", "\\\\-\\\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
