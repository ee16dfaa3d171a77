// What to tell people when something failed.

import { Refused } from "../desk.js";
import { explain, say } from "../words.js";

/** Somebody else is signed in by now: nothing was done, because what one has confirmed is not done in another's name. */
export class SomebodyElse extends Error {
  constructor(name) {
    super("somebody else is signed in");
    this.staff = name;
  }
}

/** Why it failed. Whoever wanted a change, and heard nothing, does not know whether it was made: `changes`. */
export function sentenceFor(failure, { changes = false } = {}) {
  if (failure instanceof Refused) {
    return failure.message === "" ? say("administration.refused", { status: failure.status }) : explain(failure.message);
  }
  if (failure instanceof SomebodyElse) {
    return say("administration.somebody-else", { name: failure.staff });
  }
  return say(changes ? "administration.in-doubt" : "unreachable");
}
