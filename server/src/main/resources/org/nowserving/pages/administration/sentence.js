// What to tell people when something failed.

import { Refused } from "../desk.js";
import { explain, say } from "../words.js";

/** Why it failed. Whoever wanted a change, and heard nothing, does not know whether it was made: `changes`. */
export function sentenceFor(failure, { changes = false } = {}) {
  if (failure instanceof Refused) {
    return failure.message === "" ? say("administration.refused", { status: failure.status }) : explain(failure.message);
  }
  return say(changes ? "administration.in-doubt" : "unreachable");
}
