package org.nowserving.floor;

import java.time.Instant;

/**
 * The time at which an input is decided. Time comes into the floor as data, by this record alone.
 * Pure.
 *
 * @param wall what people read on a clock; may step back
 * @param monotonicNanos what durations are measured by; never goes back, has no meaning by itself
 */
public record Moment(Instant wall, long monotonicNanos) {}
