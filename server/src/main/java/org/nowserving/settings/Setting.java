package org.nowserving.settings;

import java.util.Locale;

/**
 * One setting, and how it is spelled in the three places that it may be given in. Pure.
 *
 * @param name in the configuration file, for example {@code data-dir}
 * @param defaultText the value where none is given; empty means that there is none
 * @param description one or more sentences for the user
 */
public record Setting<T>(
    String name, Section section, ValueKind<T> kind, String defaultText, String description) {

  public Setting {
    if (kind.read(defaultText).isEmpty()) {
      throw new IllegalArgumentException("the default of " + name + " is not a value of it");
    }
  }

  /** The spelling on the command line, for example {@code --data-dir}. */
  public String flag() {
    return "--" + name;
  }

  /** The spelling in the environment, for example {@code NOWSERVING_DATA_DIR}. */
  public String variable() {
    return EffectiveSettings.VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
