package org.nowserving.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets that systemd hands to the service as files ({@code LoadCredential=} in systemd.exec(5)),
 * each under a fixed name. Looks at the file system; any thread.
 */
public final class Credentials {
  /** The password that the first start gives to the member {@code admin}. */
  public static final String ADMIN_PASSWORD = "nowserving.admin-password";

  /** Which settings a credential stands for, where nothing else gives them. */
  static final Map<Setting<?>, String> OF_SETTINGS =
      Map.of(
          Settings.DATABASE_PASSWORD_FILE, "nowserving.database-password",
          Settings.DEVICE_KEY_FILE, "nowserving.device-keys");

  private Credentials() {}

  /** The file of a credential, where this service was given one. */
  public static Optional<Path> find(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isRegularFile);
  }
}
