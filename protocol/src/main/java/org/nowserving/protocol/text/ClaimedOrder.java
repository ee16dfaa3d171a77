package org.nowserving.protocol.text;

import java.util.Locale;

/**
 * In which order a display reads the two numbers of {@code claimed 0 1}. The seed protocol's
 * example and the sentence below it disagree; the setting {@code display-claimed-order} serves
 * devices built on either. Pure.
 */
public enum ClaimedOrder {
  /** {@code claimed TICKET TABLE}, the default. */
  TICKET_TABLE,
  /** {@code claimed TABLE TICKET}. */
  TABLE_TICKET;

  /** As the setting spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
