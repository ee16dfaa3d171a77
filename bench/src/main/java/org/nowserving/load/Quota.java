package org.nowserving.load;

/** How many commands all callers together may still say. On the event loop only. */
final class Quota {
  private long left;

  Quota(long left) {
    this.left = left;
  }

  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  boolean isUsedUp() {
    return left == 0;
  }
}
