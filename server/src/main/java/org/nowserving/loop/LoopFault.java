package org.nowserving.loop;

/**
 * Something that goes wrong in the loop on purpose. There is none in what is shipped; a test builds
 * one, puts its jar beside the others, and sees what the rest of the process does. Called on the
 * loop thread after each turn; may do what a bug would.
 */
public interface LoopFault {
  void strike();
}
