package org.nowserving.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The value of every setting, and where each came from: the command line goes before the
 * environment, that before the file, that before systemd's credentials, and they before the
 * default. A value that does not fit and a name that nobody knows stop the start, because a setting
 * that silently does nothing is found out on a busy day. Pure, once the file is read.
 */
public final class EffectiveSettings {
  /** What the names of our environment variables begin with. */
  static final String VARIABLE_PREFIX = "NOWSERVING_";

  /** Names the configuration file where {@code --config} does not. */
  public static final String CONFIG_VARIABLE = VARIABLE_PREFIX + "CONFIG";

  /** The password of the first admin, and of the {@code staff} commands. */
  public static final String ADMIN_PASSWORD_VARIABLE = VARIABLE_PREFIX + "ADMIN_PASSWORD";

  /** Variables with our prefix that are no settings; the last two are for the start script. */
  static final Set<String> OTHER_VARIABLES =
      Set.of(
          CONFIG_VARIABLE,
          ADMIN_PASSWORD_VARIABLE,
          VARIABLE_PREFIX + "HOME",
          VARIABLE_PREFIX + "JAVA_OPTIONS");

  private final Map<Setting<?>, Given> values;

  private EffectiveSettings(Map<Setting<?>, Given> values) {
    this.values = values;
  }

  /**
   * A value as it was given.
   *
   * @param source where, in words: {@code --tables}, {@code NOWSERVING_TABLES}, the file, the
   *     credential, or {@code default}
   */
  public record Given(String text, String source) {
    static final String DEFAULT = "default";

    /** Whether somebody asked for it. */
    boolean isChosen() {
      return !source.equals(DEFAULT);
    }
  }

  /**
   * Gathers the settings.
   *
   * @param flags what the command line gave
   * @param config the file that {@code --config} named
   * @param environment every variable of the process
   */
  public static EffectiveSettings gather(
      Map<Setting<?>, String> flags, Optional<String> config, Map<String, String> environment)
      throws BadSettingException {
    Map<Setting<?>, Given> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      values.put(setting, new Given(setting.defaultText(), Given.DEFAULT));
    }
    // The later ones overwrite the earlier ones.
    addCredentials(environment, values);
    addFile(config.or(() -> Optional.ofNullable(environment.get(CONFIG_VARIABLE))), values);
    addEnvironment(environment, values);
    flags.forEach((setting, text) -> values.put(setting, new Given(text, setting.flag())));
    for (Map.Entry<Setting<?>, Given> entry : values.entrySet()) {
      check(entry.getKey(), entry.getValue());
    }
    return new EffectiveSettings(values);
  }

  private static void addCredentials(
      Map<String, String> environment, Map<Setting<?>, Given> values) {
    Credentials.OF_SETTINGS.forEach((setting, name) ->
        Credentials.find(name, environment)
            .ifPresent(
                file -> values.put(setting, new Given(file.toString(), "the credential " + name))));
  }

  private static void addFile(Optional<String> config, Map<Setting<?>, Given> values)
      throws BadSettingException {
    if (config.isEmpty() || config.get().isEmpty()) {
      return;
    }
    Path file = pathOf(config.get());
    for (Map.Entry<String, String> entry : SettingsFile.read(file).entrySet()) {
      Setting<?> setting =
          Settings.named(entry.getKey())
              .orElseThrow(() ->
                  unknown(
                      "There is no setting %s, which stands in the file %s"
                          .formatted(entry.getKey(), file)));
      values.put(setting, new Given(entry.getValue(), "the file " + file));
    }
  }

  private static Path pathOf(String config) throws BadSettingException {
    try {
      return Path.of(config);
    } catch (InvalidPathException e) {
      throw new BadSettingException(
          "The setting --config (or %s) must be a file.".formatted(CONFIG_VARIABLE));
    }
  }

  private static void addEnvironment(Map<String, String> environment, Map<Setting<?>, Given> values)
      throws BadSettingException {
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      String variable = entry.getKey();
      if (!variable.startsWith(VARIABLE_PREFIX) || OTHER_VARIABLES.contains(variable)) {
        continue;
      }
      Setting<?> setting =
          Settings.ofVariable(variable)
              .orElseThrow(
                  () -> unknown("The environment variable %s is no setting".formatted(variable)));
      values.put(setting, new Given(entry.getValue(), variable));
    }
  }

  private static BadSettingException unknown(String complaint) {
    return new BadSettingException(
        complaint + "; \"nowserving serve --help\" lists all that there are.");
  }

  private static void check(Setting<?> setting, Given given) throws BadSettingException {
    if (setting.kind().read(given.text).isEmpty()) {
      String instead = setting.kind().mayHoldSecret() ? "" : ", not \"" + given.text + "\"";
      throw new BadSettingException(
          "The setting %s (from %s) must be %s%s."
              .formatted(setting.name(), given.source, setting.kind().wanted(), instead));
    }
  }

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    return setting.kind().read(given(setting).text()).orElseThrow();
  }

  /** The value as it was given, and where. */
  public Given given(Setting<?> setting) {
    Given given = values.get(setting);
    if (given == null) {
      throw new AssertionError("every setting has a value, but " + setting.name() + " has none");
    }
    return given;
  }

  /** One line a setting: {@code tables = 10 (default)}. */
  public List<String> lines() {
    int widest = Settings.ALL.stream().mapToInt(s -> s.name().length()).max().orElse(0);
    return Settings.ALL.stream().map(s -> line(s, widest)).toList();
  }

  private String line(Setting<?> setting, int width) {
    Given given = given(setting);
    String name = setting.name() + " ".repeat(width - setting.name().length());
    return "%s = %s  (%s)".formatted(name, given.text, given.source);
  }
}
