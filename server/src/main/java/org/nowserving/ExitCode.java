package org.nowserving;

/** How the program ends, for scripts and service managers. Pure. */
enum ExitCode {
  /** Done, or stopped when asked to. */
  OK(0, "it did what was asked; a server was stopped in order"),
  /** What the words of {@link UserError} say. */
  FAILURE(1, "it failed; a sentence on standard error says why"),
  /** A mistake on the command line or in a setting. */
  USAGE(2, "a mistake on the command line or in a setting"),
  /**
   * The Java runtime chose this number, for {@code -XX:+ExitOnOutOfMemoryError} in the start
   * script.
   */
  OUT_OF_MEMORY(3, "the server ran out of memory"),
  /** Another server took the database over. */
  FENCED(4, "another server took the database over"),
  /** A bug stopped the server before it could do harm. */
  DEFECT(5, "the server found a bug in itself and stopped before it did harm");

  final int code;
  final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }
}
