package org.nowserving;

import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nowserving.settings.Credentials;
import org.nowserving.settings.EffectiveSettings;

/**
 * What the commands see of the world that they were started in. Immutable.
 *
 * @param environment every variable of the process
 * @param secret asks the person at the terminal for a secret, without showing what is typed; empty
 *     where there is no person
 */
record Surroundings(Map<String, String> environment, Function<String, Optional<String>> secret) {

  /** The password that the first start gives to its admin, where one is given. */
  Optional<String> firstPassword() throws UserError {
    Optional<Path> credential = Credentials.find(Credentials.ADMIN_PASSWORD, environment);
    if (adminPassword().isPresent() || credential.isEmpty()) {
      return adminPassword();
    }
    return Optional.of(
        Passwords.fromFile(credential.get(), "the credential " + Credentials.ADMIN_PASSWORD));
  }

  /** The password of an admin, where the environment has one. */
  Optional<String> adminPassword() {
    return Optional.ofNullable(environment.get(EffectiveSettings.ADMIN_PASSWORD_VARIABLE))
        .filter(password -> !password.isEmpty());
  }

  static Surroundings ofThisProcess() {
    return new Surroundings(System.getenv(), Surroundings::ask);
  }

  /** Java 25 returns no console again where there is no terminal, as Java did before 22. */
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<String> ask(String prompt) {
    Console console = System.console();
    if (console == null) {
      return Optional.empty();
    }
    char[] typed = console.readPassword("%s", prompt);
    return typed == null ? Optional.empty() : Optional.of(new String(typed));
  }
}
