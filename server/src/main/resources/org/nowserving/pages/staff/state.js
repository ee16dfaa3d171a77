// What this window knows. All of the screen is drawn from it and from the clock.

import { emptyFloor } from "./floor.js";

export const state = {
  /** What the wire told; see floor.js. */
  floor: emptyFloor(),
  /** The member's name; undefined while nobody is signed in. */
  me: undefined,
  /**
   * "unknown", "good", "dead" (somebody was signed in, and what they see stays), "none", "another" (a new connection was
   * made with somebody else's cookie).
   */
  session: "unknown",
  /** Who else has signed in in another window of this browser; whether to go on as them is asked. */
  other: undefined,
  /** How the wire is: "connecting", "open", "away". */
  wire: "connecting",
  /** Counts the connections; what was begun on an older one is of no interest any more. */
  connection: 0,
  /** Whether this connection has told everything: who I am, who waits, where I sit. */
  isSettled: false,
  /** Whether it has told all who wait: one without a good token tells of nobody. */
  isWhole: false,
  /** The messages that are not answered yet. */
  underWay: new Set(),
  /** The ticket that was to be accepted when the token had died. */
  refusedAccept: undefined,
  /** The ticket that the dialog asks about: is it to be cancelled? */
  asksToCancel: undefined,
  /** Whether the server has been silent ever since the page was loaded. */
  neverAnswered: false,
};

/** Whether a message of that verb is under way. */
export function isUnderWay(verb) {
  return [...state.underWay].some((line) => line.startsWith(verb));
}

/** Whether anything can be said now. */
export function mayAct() {
  return state.wire === "open" && state.isSettled && state.session !== "another";
}

/** Whether a ticket can be accepted or ended now. */
export function mayServe() {
  return mayAct() && state.floor.table !== undefined;
}
