package org.nowserving.load;

/**
 * The people who come: so many of them, one after the other, and from the first again when all were
 * there. On the event loop only.
 */
final class Visitors {
  /** A large prime, so that neighbours in time are no neighbours in an index. */
  private static final long STRIDE = 2_654_435_761L;

  private final long people;
  private final long stride;
  private long come;

  private Visitors(long people, long stride, long first) {
    this.people = people;
    this.stride = stride;
    this.come = first;
  }

  /** In an order that jumps about as life does, beginning anywhere. */
  static Visitors jumping(long people) {
    return new Visitors(people, STRIDE, Math.floorMod(System.nanoTime(), people));
  }

  /** From the first to the last. */
  static Visitors inOrder(long people) {
    return new Visitors(people, 1, 0);
  }

  long next() {
    return Math.floorMod(come++ * stride, people);
  }

  static Text putEmail(Text into, long person) {
    return into.put("visitor").put(person).put("@example.org");
  }

  static Text putName(Text into, long person) {
    return into.put("Visitor ").put(person);
  }
}
