// What a staff member's page knows of the floor: changed by the words of the wire and by nothing else. No screen, no
// clock, no memory is touched here.

/** The `end` of a ticket that has none yet. */
const OPEN = "1970-01-01T00:00:00Z";

/**
 * What is known before the first word: `waiting` and `serving` map a ticket's id to it, oldest first; `table` is mine,
 * `taken` holds those in use as heard last; `lostTable` was mine until somebody else took it over.
 */
export function emptyFloor() {
  return { waiting: new Map(), serving: new Map(), table: undefined, taken: new Set(), lostTable: undefined };
}

/** A line such as `new {…}`, taken in. Returns what it comes to, for whoever tells people: { what, ticket }. */
export function hear(floor, line, me) {
  const [verb] = line.split(" ", 1);
  const rest = line.slice(verb.length + 1);
  switch (verb) {
    case "taken":
      return heardTaken(floor, rest);
    case "new": {
      const ticket = JSON.parse(rest);
      floor.waiting.set(ticket.id, ticket);
      return { what: "arrived", ticket };
    }
    case "claimed":
      return heardClaimed(floor, JSON.parse(rest), me);
    default:
      return { what: "nothing" }; // a word of a later server
  }
}

/** Only who has no table hears it. So who has one and hears it has lost it. */
function heardTaken(floor, tables) {
  floor.taken = new Set(tables.split(" ").filter(Boolean).map(Number));
  if (floor.table === undefined) {
    return { what: "taken" };
  }
  floor.lostTable = floor.table;
  floor.table = undefined;
  return { what: "lost" };
}

function heardClaimed(floor, ticket, me) {
  const waited = floor.waiting.delete(ticket.id);
  if (ticket.end !== OPEN) {
    const mine = floor.serving.delete(ticket.id);
    return { what: mine ? "mine-cancelled" : "cancelled", ticket };
  }
  if (ticket.staff === me) {
    floor.serving.set(ticket.id, ticket);
    return { what: waited ? "mine-elsewhere" : "mine", ticket };
  }
  return { what: "claimed", ticket };
}

/** `success pick`. */
export function sitDown(floor, table) {
  floor.table = table;
  floor.lostTable = undefined;
}

/** `success unpick`. */
export function standUp(floor) {
  floor.table = undefined;
}

/** `success claimed`: the reply has only the number; the rest was told when the ticket came. */
export function accepted(floor, id, me) {
  const ticket = floor.waiting.get(id);
  floor.waiting.delete(id);
  if (ticket !== undefined) {
    floor.serving.set(id, { ...ticket, staff: me });
  }
}

/** `success complete`, `success cancel`, or an error that says that there is no such open ticket of mine. */
export function ended(floor, id) {
  floor.waiting.delete(id);
  floor.serving.delete(id);
}

/** The one that has waited for the longest. The server tells them in the order of their numbers, now and later. */
export function oldestWaiting(floor) {
  return floor.waiting.values().next().value;
}

/** Those that I serve, the newest claim first. */
export function newestFirst(floor) {
  return [...floor.serving.values()].reverse();
}
