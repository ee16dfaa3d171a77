package org.nowserving.browser;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which browser the tests drive. There always is one: where none is installed, Playwright downloads
 * its own. Any thread.
 *
 * @param program what to start; empty for Playwright's own
 * @param why this one
 */
record Chromium(Optional<Path> program, String why) {
  private static final String PROPERTY = "nowserving.test.chromium";
  private static final String VARIABLE = "NOWSERVING_TEST_CHROMIUM";
  private static final List<Path> INSTALLED =
      List.of(
          // Debian's Chromium without windows: the tests take less of the machine
          Path.of("/usr/bin/chromium-headless-shell"),
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"),
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
  private static final long SECONDS_FOR_ITS_VERSION = 30;
  private static final long MINUTES_FOR_THE_DOWNLOAD = 10;

  /** Playwright brings three browsers with it unless it is told not to. */
  static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  static Chromium find() {
    String byProperty = System.getProperty(PROPERTY, "");
    if (!byProperty.isEmpty()) {
      return named(byProperty, "-D" + PROPERTY);
    }
    @Nullable String byVariable = System.getenv(VARIABLE);
    if (byVariable != null && !byVariable.isEmpty()) {
      return named(byVariable, VARIABLE);
    }
    return INSTALLED.stream()
        .filter(Chromium::starts)
        .findFirst()
        .map(program -> new Chromium(Optional.of(program), program + ", found on this machine"))
        .orElseGet(
            () -> new Chromium(Optional.empty(), "Playwright's own, as none was found here"));
  }

  private static Chromium named(String path, String by) {
    Path program = Path.of(path);
    if (!Files.isExecutable(program)) {
      throw new AssertionError(by + " names " + path + ", which is no program");
    }
    return new Chromium(Optional.of(program), program + ", named by " + by);
  }

  /** Some systems install a program of that name that only says where to get the browser. */
  private static boolean starts(Path program) {
    if (!Files.isExecutable(program)) {
      return false;
    }
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(SECONDS_FOR_ITS_VERSION, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while " + program + " was asked for its version", e);
    }
  }

  /** Downloads Playwright's own browser, unless it is there from an earlier time. */
  static void download() {
    ProcessBuilder install =
        Driver.ensureDriverInstalled(NO_DOWNLOAD, false).createProcessBuilder().inheritIO();
    install.command().addAll(List.of("install", "--only-shell", "chromium"));
    // A person who says that tests shall download nothing still wants this one, which is all there
    // is.
    install.environment().keySet().removeAll(NO_DOWNLOAD.keySet());
    try {
      Process process = install.start();
      boolean ended = process.waitFor(MINUTES_FOR_THE_DOWNLOAD, TimeUnit.MINUTES);
      process.destroyForcibly();
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            "no browser is installed, and Playwright could not download one: install Chromium, or"
                + " name one with -D"
                + PROPERTY);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("Playwright could not be asked for a browser", e);
    }
  }
}
