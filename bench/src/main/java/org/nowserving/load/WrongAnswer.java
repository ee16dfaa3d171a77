package org.nowserving.load;

/** The server said something that is not what it had to say, or nothing at all. */
public final class WrongAnswer extends Exception {
  private static final long serialVersionUID = 1;

  WrongAnswer(String sentence) {
    super(sentence);
  }

  static WrongAnswer of(String expected, Text heard) {
    return new WrongAnswer("expected `" + expected + "`, heard `" + heard + "`");
  }
}
