package org.nowserving.floor;

import java.time.Duration;

/**
 * How the floor is laid out. Pure.
 *
 * @param tables how many tables there are; they are numbered from 0
 * @param grace for how long an absent person's table is kept
 * @param announceTo who may see names and e-mails
 * @param duplicateWindow for how long after a ticket became durable its visitor may ask for it
 *     again, where the answer was lost; zero for never
 * @param endedRemembered of how many ended tickets the owners are remembered
 */
public record FloorSettings(
    int tables,
    Duration grace,
    Audience announceTo,
    Duration duplicateWindow,
    int endedRemembered) {
  /** Who hears {@code new} and {@code claimed}. */
  public enum Audience {
    /** Staff connections that showed a valid token. */
    KNOWN,
    /** Every staff connection: the seed's open reading, for a trusted network. */
    ALL
  }
}
