// Since when I serve a ticket. The wire does not tell the time of a claim: this page remembers those that it made, asks
// the history for the others, and says "at least" until it knows.

import { call, now } from "../desk.js";
import { claimedAt, rememberClaimedAt } from "./memory.js";

const firstHeard = new Map();

/** { ms, atLeast }; calls `learned` if the history tells more later. */
export function servedSince(ticket, learned) {
  const ms = claimedAt(ticket);
  if (ms !== undefined) {
    return { ms, atLeast: false };
  }
  if (!firstHeard.has(ticket.id)) {
    firstHeard.set(ticket.id, now());
    askTheHistory(ticket, learned);
  }
  return { ms: firstHeard.get(ticket.id), atLeast: true };
}

async function askTheHistory(ticket, learned) {
  const after = ticket.id === 0 ? "" : `after=${ticket.id - 1}&`;
  try {
    const { tickets } = await call("GET", `/api/tickets?${after}limit=1`);
    if (tickets[0]?.id === ticket.id && tickets[0].claimed !== null) {
      rememberClaimedAt(ticket, Date.parse(tickets[0].claimed));
      learned();
    }
  } catch {
    // "at least" is true as well
  }
}
