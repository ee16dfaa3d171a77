// What a staff member says, and what comes of each reply.

import { now } from "../desk.js";
import { explain, say } from "../words.js";
import { Lost } from "../wire.js";
import { announce } from "./arrivals.js";
import { at } from "./elements.js";
import { accepted, ended, sitDown, standUp } from "./floor.js";
import { forgetTable, rememberClaimedAt, rememberTable } from "./memory.js";
import { render, renderSoon, tell } from "./screen.js";
import { isUnderWay, state } from "./state.js";

/** After a claim or an end the next one is in its place: a second press within this time meant the first. */
const DOUBLE_PRESS_MS = 600;

/** What the server says when a token is no longer good, or was never shown. */
const SIGN_IN_AGAIN = new Set([
  "error accept your session token was found to be invalid. please relogin",
  "error pick the provided token does not belong to any staff member",
  "error pick the message is malformed", // a bare `pick`, on a connection that showed no good cookie
]);

const NOT_NOW = "error pick the service is temporarily unavailable, nothing was changed";

const NO_TABLE = /you do not have a table (chosen|assigned)|you are not assigned to any table/;

/** What it says of a ticket that need not stand in any of my lists. */
const NOT_MINE_ANY_MORE = /ticket id does not exist|you do not own this ticket|has already been completed or cancelled/;

export class Commands {
  #wire;
  #askToSignIn;
  #endedAt = -Infinity; // when a claim or an end was answered last

  /** @param askToSignIn called when the server does not know the token any more */
  constructor(wire, askToSignIn) {
    this.#wire = wire;
    this.#askToSignIn = askToSignIn;
  }

  /** Resolves to whether the server could not tell just now, so that the same may be tried again. */
  async pick(table) {
    const reply = await this.#ask(`pick ${table}`);
    if (reply === `success pick ${table}`) {
      sitDown(state.floor, table);
      rememberTable(state.me, table);
      const chosenByHand = at("lost").contains(document.activeElement) || at("tables").contains(document.activeElement) || at("change").open;
      at("change").close();
      tell("");
      render();
      if (chosenByHand) { // not after a break: it is nothing new
        announce(say("staff.table.yours", { table }));
        at("serving-title").focus();
      }
    } else {
      this.#refused(reply);
    }
    return reply === NOT_NOW;
  }

  /** Resolves to whether the table is free now. */
  async leave() {
    const reply = await this.#ask("unpick");
    if (reply === "success unpick" || reply === "error unpick you do not have a table assigned") {
      standUp(state.floor);
      forgetTable();
      render();
      return true;
    }
    this.#refused(reply);
    return false;
  }

  async accept(id) {
    if (this.#isDoublePress() || isUnderWay("accept")) {
      return;
    }
    const ticket = state.floor.waiting.get(id);
    const reply = await this.#ask(`accept ${id}`);
    if (reply !== `success claimed ${id}`) {
      state.refusedAccept = SIGN_IN_AGAIN.has(reply) ? id : undefined;
      this.#refused(reply, id);
      return;
    }
    this.#endedAt = performance.now();
    const byButton = at("waiting").contains(document.activeElement) && document.activeElement !== at("filter");
    accepted(state.floor, id, state.me);
    if (ticket !== undefined) {
      rememberClaimedAt(ticket, now());
      announce(say("staff.serving.now", { id, name: ticket.name }));
    }
    tell("");
    render();
    if (byButton) {
      at("serving-list").querySelector(`[data-key="${id}"] h3`)?.focus();
    }
  }

  complete(id) {
    return this.#end("complete", id, say("staff.completed", { id }));
  }

  cancel(id) {
    return this.#end("cancel", id, say("staff.cancelled", { id }));
  }

  async #end(verb, id, sentence) {
    if (this.#isDoublePress() || state.underWay.has(`complete ${id}`) || state.underWay.has(`cancel ${id}`)) {
      return;
    }
    const reply = await this.#ask(`${verb} ${id}`);
    if (reply === `success ${verb} ${id}`) {
      this.#endedAt = performance.now();
      ended(state.floor, id);
      tell("");
      render();
      announce(sentence);
    } else {
      this.#refused(reply, id);
    }
  }

  #isDoublePress() {
    return performance.now() - this.#endedAt < DOUBLE_PRESS_MS;
  }

  /**
   * Says one message, once. Resolves to undefined where the connection ended first, or the same is under way: nothing is
   * said again by itself, the next connection tells how things stand.
   */
  async #ask(line) {
    if (state.underWay.has(line)) {
      return undefined;
    }
    state.underWay.add(line);
    renderSoon();
    try {
      return await this.#wire.ask(line);
    } catch (lost) {
      if (!(lost instanceof Lost)) {
        throw lost;
      }
      return undefined;
    } finally {
      state.underWay.delete(line);
      renderSoon();
    }
  }

  /** An error tells something of the floor, too. */
  #refused(reply, id) {
    if (reply === undefined) {
      return;
    }
    if (SIGN_IN_AGAIN.has(reply)) {
      this.#askToSignIn();
      return;
    }
    if (NO_TABLE.test(reply)) {
      standUp(state.floor);
    }
    if (NOT_MINE_ANY_MORE.test(reply)) {
      ended(state.floor, id);
    }
    const sentence = explain(reply.replace(/^error (accept |cancel |complete |pick |unpick )?/, ""));
    if (reply === "error the chosen table is not available") {
      if (state.floor.table === undefined) {
        forgetTable();
      }
      at("change-wrong").textContent = sentence;
    }
    tell(id === undefined ? sentence : say("staff.refused", { id, sentence }), "late");
    render();
  }
}
