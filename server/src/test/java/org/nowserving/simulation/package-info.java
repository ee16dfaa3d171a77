/**
 * Mornings at the desk that never happened: the real floor and loop under a store that delays,
 * fails, loses answers and crashes, with devices that come, go and talk at random, all from one
 * seed. After every word it is asked whether that word was true.
 */
@org.jspecify.annotations.NullMarked
package org.nowserving.simulation;
