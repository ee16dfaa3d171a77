// Who works here: signing in, finding everything again on a new connection, and noticing that the token has died.

import { Refused, call, isAlive } from "../desk.js";
import { explain, say } from "../words.js";
import { announce } from "./arrivals.js";
import { at } from "./elements.js";
import { emptyFloor } from "./floor.js";
import { forgetTable, tableToResume } from "./memory.js";
import { render, tell } from "./screen.js";
import { SignIn } from "./sign-in.js";
import { isUnderWay, state } from "./state.js";

/** How long to wait before asking again who is signed in, where the server could not tell. */
const ASK_AGAIN_MS = 2_000;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A name, null for nobody, undefined where the server could not tell. */
async function whoIsSignedIn() {
  try {
    return (await call("GET", "/api/session")).name;
  } catch (failure) {
    return failure instanceof Refused && failure.status === 401 ? null : undefined;
  }
}

export class Membership {
  #wire;
  #commands;
  #form = new SignIn((name) => this.#isSignedInAs(name));

  /** What to do with them is told by work(): a wire needs to know this membership first. */
  work(wire, commands) {
    this.#wire = wire;
    this.#commands = commands;
  }

  constructor() {
    at("again").addEventListener("close", () => {
      if (state.session !== "good" && !at("again").open) {
        state.refusedAccept = undefined; // not now; and an hour later nobody expects it
      }
    });
  }

  /** Once, when the page was loaded and the server answers. */
  async begin() {
    let name;
    while ((name = await whoIsSignedIn()) === undefined) {
      state.neverAnswered = true;
      render();
      await pause(ASK_AGAIN_MS);
    }
    state.neverAnswered = false;
    if (name === null) {
      this.#isSignedOut();
    } else {
      this.#isSignedInAs(name);
    }
  }

  /** On a new connection. Finds out who I am and sits down where I sat; until then the screen stays as it was. */
  async settle() {
    const mine = state.connection;
    const name = await whoIsSignedIn();
    if (mine !== state.connection) {
      return;
    }
    if (name === undefined) {
      tell(explain("the service is temporarily unavailable, nothing was changed"), "late");
      await pause(ASK_AGAIN_MS);
      if (mine === state.connection) {
        this.settle();
      }
    } else if (name === null) {
      state.isSettled = true;
      this.#isSignedOut();
    } else if (name !== state.me) {
      Object.assign(state, { session: "another", other: name, isSettled: true }); // the cookie that was shown is theirs
      render();
    } else {
      Object.assign(state, { session: "good", other: undefined });
      const table = tableToResume(state.me);
      const again = table !== undefined && await this.#commands.pick(table);
      if (mine === state.connection) {
        state.isSettled = true;
        state.isWhole = true;
        render();
        if (again) {
          await this.#keepTrying(table);
        }
        if (mine === state.connection) {
          this.#acceptWhatWasRefused();
        }
      }
    }
  }

  /** A server that has just started cannot give the table back at once; until it can, the member may choose another one. */
  async #keepTrying(table) {
    const mine = state.connection;
    for (let again = true; again;) {
      await pause(ASK_AGAIN_MS);
      const isWanted = mine === state.connection && state.floor.table === undefined && tableToResume(state.me) === table;
      again = isWanted && (isUnderWay("pick") || await this.#commands.pick(table));
    }
  }

  /** The one command that is said again: somebody pressed the button, and it was the token's fault. */
  #acceptWhatWasRefused() {
    const id = state.refusedAccept;
    if (state.session === "good" && id !== undefined) {
      state.refusedAccept = undefined;
      if (state.floor.table !== undefined && state.floor.waiting.has(id)) {
        this.#commands.accept(id);
      }
    }
  }

  #isSignedInAs(name) {
    if (name !== state.me) {
      this.#forgetTheLast();
    }
    Object.assign(state, { me: name, session: "good", other: undefined });
    tell("");
    this.#wire.renew(); // the handshake shows the cookie
    render();
  }

  /** What one member saw, looked for and was about to do is not the next one's. */
  #forgetTheLast() {
    Object.assign(state, { floor: emptyFloor(), refusedAccept: undefined, asksToCancel: undefined });
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    at("filter").value = "";
    announce("");
  }

  /** Noticed by the clock, not by a press: a note says so, and no dialog comes between the member and what they type. */
  #isSignedOut() {
    state.session = state.me === undefined ? "none" : "dead";
    state.other = undefined;
    render();
    if (state.session === "none") {
      this.#form.atTheDoor();
    }
  }

  /** Somebody pressed what needs a token, and there is none, or it is not good any more. */
  askToSignIn() {
    this.#isSignedOut();
    if (state.session === "dead") {
      this.#form.again(state.me);
    }
  }

  /** For the wire. A token that has died says nothing, and who hears of no arrivals must not think that nobody comes. */
  async isAlive() {
    const alive = await isAlive();
    if (alive && (state.session === "good" || state.session === "another")) {
      this.lookWhoIsSignedIn();
    }
    return alive;
  }

  async lookWhoIsSignedIn() {
    const mine = state.connection;
    const name = await whoIsSignedIn();
    if (mine !== state.connection || name === undefined || !state.isSettled && state.session !== "none") {
      return;
    }
    if (name === null) {
      if (state.session === "good" || state.session === "another") {
        this.#isSignedOut();
      }
    } else if (state.me === undefined || name === state.me && state.session !== "good") {
      this.#form.leave();
      this.#isSignedInAs(name); // in another window of this browser
    } else if (state.other !== name && (name !== state.me || state.other !== undefined)) {
      state.other = name === state.me ? undefined : name; // it is asked: this connection is still mine, and so is the table
      render();
    }
  }

  /** The answers to the question of who works here, when somebody else has signed in in another window. */
  goOnAsTheOther() {
    this.#isSignedInAs(state.other);
    at("tables-title").focus();
  }

  goOnAsBefore() {
    this.#form.again(state.me);
  }

  async signOut() {
    at("sign-out-wrong").textContent = "";
    if (state.floor.table !== undefined) {
      await this.#commands.leave();
    }
    if (!await this.#endSession()) {
      at("sign-out-wrong").textContent = say("staff.sign-out.failed");
      return;
    }
    forgetTable();
    this.#form.forget();
    at("filter").value = "";
    location.reload(); // so that no visitor's name stays in the page for whoever comes next
  }

  /** Resolves to whether this member is signed out. Somebody else's session, begun in another window, is not theirs to end. */
  async #endSession() {
    const name = await whoIsSignedIn();
    if (name !== state.me) {
      return name !== undefined;
    }
    try {
      await call("POST", "/api/logout");
      return true;
    } catch (failure) {
      return failure instanceof Refused && failure.status === 401;
    }
  }

  tick() {
    this.#form.tick();
  }

  languageChanged() {
    this.#form.languageChanged();
  }
}
