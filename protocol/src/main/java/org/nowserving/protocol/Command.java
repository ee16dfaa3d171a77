package org.nowserving.protocol;

/**
 * One message from a device, understood. The two families have no common member, so a staff command
 * on a kiosk's socket cannot even be written down. Pure.
 */
public sealed interface Command permits StaffCommand, KioskCommand {
  /** The word that the message began with. */
  Verb verb();
}
