// The calls that have been made and not been shown yet: one after the other, so that of two quick ones both are seen.

/** How many calls may wait. Of more, the oldest are not announced; they stand on the board. */
export const MOST_WAITING = 20;

/** How long a call is shown, and how long it is where many wait. */
export const SHOWN_MS = 5_000;
export const SHOWN_IN_A_HURRY_MS = 3_000;
const HURRY_BEYOND = 3;

export class CallQueue {
  #waiting = [];
  #holds;

  /** @param holds whether a call is still true: one that ended while it waited would send its visitor to a table in vain */
  constructor(holds) {
    this.#holds = holds;
  }

  get isEmpty() {
    return this.#waiting.length === 0;
  }

  add(call) {
    this.#waiting = this.#waiting.filter(({ ticket }) => ticket !== call.ticket); // somebody moved to another table
    this.#waiting.push(call);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
    }
  }

  /** The next call that still holds, with how long to show it (`shownMs`); undefined where there is none. */
  next() {
    this.#waiting = this.#waiting.filter(this.#holds);
    const shownMs = this.#waiting.length > HURRY_BEYOND ? SHOWN_IN_A_HURRY_MS : SHOWN_MS;
    const call = this.#waiting.shift();
    return call && { ...call, shownMs };
  }
}
