// Somebody has come: a soft sound, the number in the window's title, and a word for who does not see the screen.

import { allowSound, arrivalChime } from "../chime.js";
import { desk, now } from "../desk.js";
import { say } from "../words.js";
import { at } from "./elements.js";
import { isOn } from "./memory.js";

/** The wire tells when a ticket was opened in whole seconds, rounded down. */
const ROUNDED_DOWN_MS = 1_000;

/** Those who come together are told together. */
const GATHER_MS = 700;

for (const type of ["pointerdown", "keydown"]) {
  addEventListener(type, () => allowSound(), { capture: true, once: true });
}

/**
 * Which `new` is an arrival? The server tells every waiting ticket with each welcome, in the words of an arrival. One is
 * an arrival if it was opened after this member began to listen, and did not stand in the last list that was whole. So no
 * welcome chimes, neither the first nor one after a break, but who came during the break does: once.
 */
export class Arrivals {
  #member;
  #listeningSince = Infinity;
  #before = new Map();
  #gathering;
  #count = 0;

  /** A new connection of that member; `waiting` is what the last one left, undefined where it had not told all of it. */
  connected(member, waiting) {
    if (member !== this.#member) {
      this.#member = member;
      this.#listeningSince = now() - ROUNDED_DOWN_MS;
      this.#before = new Map();
    } else if (waiting !== undefined) {
      this.#before = new Map(waiting);
    }
  }

  heard(ticket, waitingCount) {
    const isArrival = Date.parse(ticket.start) >= this.#listeningSince && this.#before.get(ticket.id)?.start !== ticket.start;
    if (!isArrival) {
      return;
    }
    this.#before.set(ticket.id, ticket); // told; the connection may end before its list is whole
    this.#count++;
    this.#gathering ??= setTimeout(() => {
      const count = this.#count;
      this.#gathering = undefined;
      this.#count = 0;
      if (isOn("sound")) {
        arrivalChime();
      }
      announce(`${say("staff.arrived", { count })} ${say("staff.waiting", { count: waitingCount() })}`);
    }, GATHER_MS);
  }
}

/** Read aloud, and not seen. */
export function announce(sentence) {
  const place = at("announced");
  place.textContent = "";
  setTimeout(() => { place.textContent = sentence; }, 50); // the same sentence again is a change, too
}

/** "(3) Staff · Now Serving" */
export function titleWith(count) {
  const title = `${say("staff.title")} · ${desk.name}`;
  document.title = count > 0 ? `(${count}) ${title}` : title;
}
