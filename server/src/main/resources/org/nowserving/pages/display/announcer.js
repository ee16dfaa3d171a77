// Announces calls, one after the other: each takes the screen, is heard, and gives the board back.

import { callChime } from "../chime.js";
import { currentLanguage, say } from "../words.js";
import { placeParts, sizeFor } from "./board-view.js";
import { CallQueue } from "./call-queue.js";
import { preferences } from "./preferences.js";
import { readAloud } from "./voice.js";

/** For how long the board is seen between two calls: without it two look like one that changed. */
const BETWEEN_MS = 400;

const at = (id) => document.getElementById(id);
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class Announcer {
  #queue;
  #mayBegin;
  #isBusy = false;

  /**
   * @param holds whether a call is still true
   * @param mayBegin whether that can be said at the moment; while it cannot, calls wait
   */
  constructor(holds, mayBegin) {
    this.#queue = new CallQueue(holds);
    this.#mayBegin = mayBegin;
  }

  /** Whether nothing is announced, and nothing waits to be. */
  get isIdle() {
    return !this.#isBusy && this.#queue.isEmpty;
  }

  add(call) {
    this.#queue.add(call);
    this.goOn();
  }

  /** Announces what waits, unless it is at it. */
  async goOn() {
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    while (this.#mayBegin()) {
      const call = this.#queue.next();
      if (call === undefined) {
        break;
      }
      await announce(call);
    }
    this.#isBusy = false;
  }
}

async function announce({ ticket, table, shownMs }) {
  const screen = at("called");
  sizeFor(screen, [{ ticket, table }]);
  at("called-place").replaceChildren(...placeParts({ ticket, table }));
  screen.hidden = false;
  const words = say("display.call", { ticket, table });
  at("said").textContent = words;
  await Promise.all([pause(shownMs), sound(words)]);
  screen.hidden = true;
  at("said").textContent = "";
  await pause(BETWEEN_MS);
}

/** What cannot be heard is seen all the same. */
async function sound(words) {
  try {
    if (preferences.chime) {
      await callChime();
    }
    if (preferences.voice) {
      await readAloud(words, currentLanguage());
    }
  } catch (failure) {
    console.warn("a call could not be heard", failure);
  }
}
