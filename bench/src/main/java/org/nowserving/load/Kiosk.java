package org.nowserving.load;

/** Signs visitors in, and compares every ticket with the visitor that it is for. */
final class Kiosk extends Caller {
  private static final Text GIVEN = Text.of("success new ");
  private static final Text END = Text.of("\",\"end\":\"1970-01-01T00:00:00Z\"}");
  private static final Text TIME = Text.of("0000-00-00T00:00:00Z");

  private final Visitors visitors;
  private final Tickets tickets;
  private final Quota quota;
  private final long[] people;
  private final Text expected = new Text();
  private int oldest;
  private int newest;

  Kiosk(Recorder recorder, int depth, Visitors visitors, Tickets tickets, Quota quota) {
    super(recorder, depth);
    this.visitors = visitors;
    this.tickets = tickets;
    this.quota = quota;
    this.people = new long[depth];
  }

  @Override
  boolean next(Text into) {
    if (!quota.take()) {
      return false;
    }
    long person = visitors.next();
    people[newest] = person;
    newest = (newest + 1) % people.length;
    Visitors.putEmail(into.put("new "), person);
    Visitors.putName(into.put(" "), person);
    return true;
  }

  @Override
  boolean hasMore() {
    return !quota.isUsedUp();
  }

  @Override
  boolean isAnswer(Text text, long nowNanos) throws WrongAnswer {
    long person = people[oldest];
    oldest = (oldest + 1) % people.length;
    if (!text.startsWith(GIVEN)) {
      throw WrongAnswer.of("success new {…}", text);
    }
    int end = Tickets.endOfId(text, GIVEN.length());
    Visitors.putEmail(expected.clear().put(",\"email\":\""), person);
    Visitors.putName(expected.put("\",\"name\":\""), person);
    expected.put("\",\"staff\":\"{}\",\"start\":\"");
    int start = end + expected.length();
    if (!text.isAt(end, expected)
        || !text.hasShape(start, TIME)
        || !text.isAt(start + TIME.length(), END)
        || text.length() != start + TIME.length() + END.length()) {
      throw WrongAnswer.of("success new {\"id\":…" + expected + "…" + END, text);
    }
    tickets.give(text, GIVEN.length());
    return true;
  }
}
