// Which tickets look forgotten, and why. Pure.

/** Nobody serves one visitor for so long. */
const LONG_SERVICE_SECONDS = 3600;

/**
 * Why this ticket looks forgotten; undefined if it does not.
 *
 * @param ticket as the API has it
 * @param seated the names of those who have a table
 * @param nowMs the server's clock
 * @param midnightMs when the day began at the desk
 * @param longWaitSeconds from when on a visitor waits for long
 * @returns why: "no-table", "long-service", "another-day" or "long-wait"; and for how many seconds by now
 */
export function stuckness(ticket, { seated, nowMs, midnightMs, longWaitSeconds }) {
  if (ticket.state === "serving") {
    const seconds = (nowMs - Date.parse(ticket.claimed)) / 1000;
    if (!seated.has(ticket.staff)) {
      return { why: "no-table", seconds };
    }
    return seconds > LONG_SERVICE_SECONDS ? { why: "long-service", seconds } : undefined;
  }
  const openedMs = Date.parse(ticket.opened);
  const seconds = (nowMs - openedMs) / 1000;
  if (openedMs < midnightMs) {
    return { why: "another-day", seconds };
  }
  return seconds > 2 * longWaitSeconds ? { why: "long-wait", seconds } : undefined;
}
