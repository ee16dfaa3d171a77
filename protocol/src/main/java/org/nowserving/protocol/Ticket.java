package org.nowserving.protocol;

import java.time.Instant;
import java.util.Optional;

/**
 * A ticket as the wire shows it: {@code {"id":0,"email":…,"name":…,"staff":…,"start":…,"end":…}}.
 * Pure.
 *
 * @param staff who serves or served it; nobody is written {@code "{}"}
 * @param start when the ticket was opened
 * @param end when it was completed or cancelled; an open ticket is written {@code
 *     "1970-01-01T00:00:00Z"}
 */
public record Ticket(
    TicketId id,
    Email email,
    PersonName name,
    Optional<StaffName> staff,
    Instant start,
    Optional<Instant> end) {
  /** Personal data stays out of logs: only the id prints. */
  @Override
  public String toString() {
    return "Ticket[" + id + "]";
  }
}
