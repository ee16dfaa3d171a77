// One WebSocket to the server, made again by itself whenever it ends. What goes over it is in docs/PROTOCOL.md; this
// module knows only that each message is answered by one reply, in order, and that every other word is news.

/** The pause before the first attempt to come back, and the longest one. */
export const FIRST_PAUSE_MS = 500;
export const LONGEST_PAUSE_MS = 30_000;

/** A connection that lived for so long was a good one: the next pause is the first one again. */
const GOOD_AFTER_MS = 10_000;

/** How long an attempt may take: a network that swallows what is sent would keep it waiting for minutes after its return. */
const CONNECT_PATIENCE_MS = 10_000;

/** The server answers, or closes, within 5 s (its setting commit-patience); who hears nothing for longer has no server. */
const REPLY_PATIENCE_MS = 12_000;

/** How often an open connection is looked after: a cable that was pulled tells nobody. */
const LOOK_EVERY_MS = 15_000;

/** How often a device without a good key looks whether it may come in. */
const KEY_PAUSE_MS = 30_000;

/**
 * The connection ended before the reply came: what was asked may have been done or not. `isForgotten` tells whether the
 * server knows that it ended; where this side gave it up, the server may hold it for alive for a while.
 */
export class Lost extends Error {
  constructor(message, isForgotten = true) {
    super(message);
    this.isForgotten = isForgotten;
  }
}

/** The close code of a device whose key is no longer good, among others. */
const POLICY_VIOLATION = 1008;

/** The pause before attempt number `failures` + 1, in ms: doubled each time, and up to half as long again by chance. */
export function pauseAfter(failures, chance = Math.random()) {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures * (1 + chance / 2));
}

/**
 * Events: "state" (detail: "connecting", "open", "away" or "keyless") and "word" (detail: a line that is no reply).
 *
 * With every "open" the server tells its whole state anew: forget what you knew BEFORE the first word.
 */
export class Wire extends EventTarget {
  #path;
  #isAlive;
  #mayEnter;
  #socket;
  #unanswered = [];
  #failures = 0;
  #timer;
  #watch;
  #openedAt = 0;
  #state = "connecting";

  /**
   * @param path the endpoint, such as "/kiosk"
   * @param isAlive asks the server for a sign of life: resolves to whether one came
   * @param mayEnter resolves to whether this browser would be let in; false only if the server said so
   */
  constructor(path, { isAlive, mayEnter = async () => true }) {
    super();
    this.#path = path;
    this.#isAlive = isAlive;
    this.#mayEnter = mayEnter;
    // The browser knows of some outages before anybody else does.
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.drop());
  }

  get state() {
    return this.#state;
  }

  start() {
    clearTimeout(this.#timer);
    const url = new URL(this.#path, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    const patience = setTimeout(() => this.#givenUp(socket), CONNECT_PATIENCE_MS);
    socket.addEventListener("open", () => { clearTimeout(patience); this.#opened(socket); });
    socket.addEventListener("message", (event) => this.#heard(socket, event.data));
    socket.addEventListener("close", ({ code }) => { clearTimeout(patience); this.#ended(socket, code); });
  }

  /**
   * Says one message.
   *
   * @returns the reply to it
   * @throws Lost if there is no connection, or it ends first
   */
  ask(line) {
    return new Promise((resolve, reject) => {
      if (this.#state !== "open") {
        reject(new Lost("there is no connection"));
        return;
      }
      const socket = this.#socket;
      const patience = setTimeout(() => this.#givenUp(socket), REPLY_PATIENCE_MS);
      this.#unanswered.push({
        resolve: (reply) => { clearTimeout(patience); resolve(reply); },
        reject: (lost) => { clearTimeout(patience); reject(lost); },
      });
      socket.send(line);
    });
  }

  /** Connects now, without waiting for the end of the pause. */
  retry() {
    if (this.#socket === undefined && this.#state !== "connecting") {
      this.start();
    }
  }

  /** Gives the connection up and makes a new one: after signing in, for instance, so that the server knows who it is. */
  renew() {
    this.#failures = 0;
    this.#abandon(false);
    this.#become("connecting"); // BEFORE it starts: the next "open" is news, because the state comes anew
    this.start();
  }

  /** Gives the connection up, as if it had ended. */
  drop() {
    if (this.#socket && this.#state === "open") {
      this.#givenUp(this.#socket);
    }
  }

  #givenUp(socket) {
    if (socket === this.#socket) {
      this.#abandon(false);
      this.#afterTheEnd(this.#state === "open");
    }
  }

  #opened(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#openedAt = performance.now();
    this.#become("open");
    this.#watch = setInterval(async () => {
      if (!await this.#isAlive()) {
        this.#givenUp(socket);
      }
    }, LOOK_EVERY_MS);
  }

  #heard(socket, line) {
    if (socket !== this.#socket) {
      return;
    }
    if (/^(success|error) /.test(line)) {
      this.#unanswered.shift()?.resolve(line);
    } else {
      this.dispatchEvent(new CustomEvent("word", { detail: line }));
    }
  }

  #ended(socket, code) {
    if (socket === this.#socket) {
      this.#abandon(true);
      this.#afterTheEnd(this.#state === "open" && code !== POLICY_VIOLATION);
    }
  }

  /**
   * @param mayKnock whether there is no doubt that this browser would be let in. A browser does not tell a script that a
   *     handshake was refused, and why. So ask BEFORE knocking again: a key that is no longer good, shown again and
   *     again, shuts out every device of this address.
   */
  async #afterTheEnd(mayKnock) {
    if (this.#state === "open" && performance.now() - this.#openedAt > GOOD_AFTER_MS) {
      this.#failures = 0;
    }
    this.#become("away");
    const mayEnter = mayKnock || await this.#mayEnter();
    if (this.#socket !== undefined) {
      return; // somebody called retry() meanwhile
    }
    if (!mayEnter) {
      this.#become("keyless");
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#again(mayEnter), mayEnter ? pauseAfter(this.#failures++) : KEY_PAUSE_MS);
  }

  async #again(mayEnter) {
    const enters = mayEnter || await this.#mayEnter();
    if (this.#socket !== undefined) {
      return; // somebody called retry() or renew() meanwhile
    }
    if (enters) {
      this.start();
    } else {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#again(false), KEY_PAUSE_MS);
    }
  }

  #abandon(isForgotten) {
    const socket = this.#socket;
    this.#socket = undefined;
    clearInterval(this.#watch);
    socket?.close();
    for (const asked of this.#unanswered.splice(0)) {
      asked.reject(new Lost("the connection ended before the reply came", isForgotten));
    }
  }

  #become(state) {
    if (state !== this.#state) {
      this.#state = state;
      this.dispatchEvent(new CustomEvent("state", { detail: state }));
    }
  }
}
