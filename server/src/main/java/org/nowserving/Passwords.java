package org.nowserving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Where passwords come from: a file, a person, or chance; never the command line, which {@code ps}
 * shows. Any thread.
 */
final class Passwords {
  /** No letter that is mistaken for another one on paper. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int LETTERS_IN_GROUP = 5;

  private Passwords() {}

  /**
   * The first line of the file.
   *
   * @param option the option or setting that named it, for the sentence
   */
  static String fromFile(Path file, String option) throws UserError {
    String first;
    try (var lines = Files.lines(file)) {
      first = lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      throw new UserError("the file %s (from %s) cannot be read".formatted(file, option), e);
    }
    if (first.isEmpty()) {
      throw new UserError(
          "the first line of the file %s (from %s) holds no password".formatted(file, option));
    }
    return first;
  }

  /** Asks for a password that does not exist yet, twice, because what is typed is not seen. */
  static Optional<String> askTwice(Surroundings surroundings, String prompt) throws UserError {
    Optional<String> first = surroundings.secret().apply(prompt + ": ");
    if (first.isEmpty()) {
      return first;
    }
    if (!first.equals(surroundings.secret().apply("Once more: "))) {
      throw new UserError("the two passwords differ; nothing was changed");
    }
    return first;
  }

  /** A new one from 98 random bits, such as {@code k7m2p-…}. */
  static String generate() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * LETTERS_IN_GROUP; i++) {
      if (i > 0 && i % LETTERS_IN_GROUP == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
