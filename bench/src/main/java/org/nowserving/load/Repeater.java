package org.nowserving.load;

/** Says the same thing again and again, to which there is one answer. */
final class Repeater extends Caller {
  private final Text saying;
  private final Text answer;
  private final Quota quota;

  private Repeater(Recorder recorder, int depth, Text saying, Text answer, Quota quota) {
    super(recorder, depth);
    this.saying = saying;
    this.answer = answer;
    this.quota = quota;
  }

  /** A staff member without a table, who is refused. */
  static Repeater refused(Recorder recorder, int depth, Quota quota) {
    return new Repeater(
        recorder,
        depth,
        Text.of("accept 0"),
        Text.of("error accept you do not have a table chosen"),
        quota);
  }

  /** Somebody who hears their own words again: of the length of a command that is refused. */
  static Repeater echoed(Recorder recorder, int depth, Quota quota) {
    Text text = Text.of("accept 0");
    return new Repeater(recorder, depth, text, text, quota);
  }

  @Override
  boolean next(Text into) {
    if (!quota.take()) {
      return false;
    }
    into.put(saying);
    return true;
  }

  @Override
  boolean hasMore() {
    return !quota.isUsedUp();
  }

  @Override
  boolean isAnswer(Text text, long nowNanos) throws WrongAnswer {
    if (text.is(answer)) {
      return true;
    }
    if (Taken.isIt(text)) {
      return false;
    }
    throw WrongAnswer.of(answer.toString(), text);
  }
}
