package org.nowserving.load;

/** The server said something that is not what it had to say, or nothing at all. */
public final class WrongAnswer extends Exception {
  private static final long serialVersionUID = 1;

  /** How much of a text is shown. */
  private static final int CHARACTERS = 500;

  WrongAnswer(String sentence) {
    super(sentence);
  }

  static WrongAnswer of(String expected, Text heard) {
    return new WrongAnswer("expected `" + expected + "`, heard `" + shown(heard) + "`");
  }

  /** Something that should not have been said at all. */
  static WrongAnswer unexpected(String why, Text heard) {
    return new WrongAnswer(why + ": `" + shown(heard) + "`");
  }

  private static String shown(Text heard) {
    String text = heard.toString();
    return text.length() > CHARACTERS ? text.substring(0, CHARACTERS) + "…" : text;
  }
}
