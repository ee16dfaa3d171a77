package org.nowserving.load;

/** A kiosk that asks for the names of people who signed in before. */
final class Asker extends Caller {
  private final int people;
  private final Quota quota;
  private final int[] asked;
  private final Text expected = new Text();
  private int person;
  private int oldest;
  private int newest;

  /**
   * @param people the first so many have signed in
   * @param first with whom it begins
   */
  Asker(Recorder recorder, int depth, int people, int first, Quota quota) {
    super(recorder, depth);
    this.people = people;
    this.person = first % people;
    this.quota = quota;
    this.asked = new int[depth];
  }

  @Override
  boolean next(Text into) {
    if (!quota.take()) {
      return false;
    }
    person = (person + 1) % people;
    asked[newest] = person;
    newest = (newest + 1) % asked.length;
    Visitors.putEmail(into.put("query "), person);
    return true;
  }

  @Override
  boolean hasMore() {
    return !quota.isUsedUp();
  }

  @Override
  boolean isAnswer(Text text, long nowNanos) throws WrongAnswer {
    Visitors.putName(expected.clear().put("success query "), asked[oldest]);
    oldest = (oldest + 1) % asked.length;
    if (!text.is(expected)) {
      throw WrongAnswer.of(expected.toString(), text);
    }
    return true;
  }
}
