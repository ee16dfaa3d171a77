package org.nowserving.loop;

import org.nowserving.floor.Floor;

/**
 * How the loop stood after its last turn, for those who watch it. Pure.
 *
 * @param turnedAtNanos when that was, by the monotonic clock
 * @param storing whether commands are decided; false from the first failed or late commit until the
 *     next good one
 * @param quiet whether nothing waits, nothing is held and nothing is being stored
 */
public record LoopState(
    long turnedAtNanos, boolean storing, boolean quiet, Floor.Figures figures) {}
