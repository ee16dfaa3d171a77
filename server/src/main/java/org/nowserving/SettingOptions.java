package org.nowserving;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nowserving.settings.BadSettingException;
import org.nowserving.settings.EffectiveSettings;
import org.nowserving.settings.Section;
import org.nowserving.settings.Setting;
import org.nowserving.settings.Settings;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The settings as options of a command. All are plain text to picocli: the value is checked where
 * the three sources come together, so that one sentence serves them all and says which one it was.
 * Pure.
 */
final class SettingOptions {
  private static final String CONFIG = "--config";

  private SettingOptions() {}

  /** Gives the command an option for every setting, and {@code --config}. */
  static void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description(
                "A file with settings, one a line, as in tables=10. Also named by "
                    + EffectiveSettings.CONFIG_VARIABLE
                    + ".")
            .build());
    int order = 0;
    for (Section section : Section.values()) {
      ArgGroupSpec.Builder group =
          ArgGroupSpec.builder()
              .heading("%n" + section.heading() + ":%n")
              .validate(false)
              .exclusive(false)
              .order(order++);
      for (Setting<?> setting : Settings.ALL) {
        if (setting.section() == section) {
          group.addArg(option(setting));
        }
      }
      command.addArgGroup(group.build());
    }
  }

  private static OptionSpec option(Setting<?> setting) {
    String text = setting.defaultText();
    return OptionSpec.builder(setting.flag())
        .type(String.class)
        .paramLabel(setting.kind().label())
        // A percent sign would begin a format in picocli's texts.
        .description(
            (setting.description() + (text.isEmpty() ? "" : " Default: " + text))
                .replace("%", "%%"))
        .build();
  }

  /** The settings that this command line, the environment and the file come to. */
  static EffectiveSettings gather(ParseResult parsed, Map<String, String> environment)
      throws BadSettingException {
    Map<Setting<?>, String> flags = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      value(parsed, setting.flag()).ifPresent(text -> flags.put(setting, text));
    }
    return EffectiveSettings.gather(flags, value(parsed, CONFIG), environment);
  }

  private static Optional<String> value(ParseResult parsed, String flag)
      throws BadSettingException {
    OptionSpec option = parsed.matchedOption(flag);
    if (option == null) {
      return Optional.empty();
    }
    if (option.stringValues().size() > 1) {
      throw new BadSettingException("The option %s is given twice.".formatted(flag));
    }
    return Optional.of(option.stringValues().getFirst());
  }
}
