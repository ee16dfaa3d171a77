// Which table serves which ticket, as a display hears it (docs/PROTOCOL.md, "The display"): words in, what is true out.
// Nothing here knows of a page, a clock or a connection.

/** More tickets at one table than anybody serves at once; beyond it the oldest are forgotten. */
export const MOST_TICKETS_AT_A_TABLE = 50;

/**
 * A call is {ticket, table}: the two numbers as the wire has them.
 *
 * What a table is told to show first is a call. What it is told to show AGAIN is none: when one of several tickets at a
 * table ends, the server names the newest that is left, whose visitor sits there already.
 */
export class Board {
  #tables = new Map();
  #calls = 0;
  #settled = false;
  #before; // what was called before the last outage; undefined until there was a board

  /** The server is about to tell everything anew. What was true until now says only what is no news. */
  beginAnew() {
    if (this.#settled) {
      this.#before = new Set(this.#everyCall().map(keyOf));
    }
    this.#tables = new Map();
    this.#settled = false;
  }

  /**
   * The server has told everything.
   *
   * @returns the calls to be announced, oldest first: those that were made during the outage and still hold. A board that
   *     was never there before has none: nobody knows for how long its tickets have been there.
   */
  settle() {
    this.#settled = true;
    if (this.#before === undefined) {
      return [];
    }
    return this.#everyCall().filter((call) => !this.#before.has(keyOf(call)));
  }

  /**
   * Hears one word; passes over what it does not know.
   *
   * @param claimedOrder "ticket-table" or "table-ticket": what comes first in `claimed`
   * @returns the call that the word makes, if it makes one
   */
  hear(word, claimedOrder) {
    const [verb, ...numbers] = word.split(" ");
    if (!numbers.every((number) => /^\d+$/.test(number))) {
      return undefined;
    }
    if (verb === "claimed" && numbers.length === 2) {
      const [ticket, table] = claimedOrder === "table-ticket" ? numbers.reverse() : numbers;
      return this.#claimed(ticket, table);
    }
    if (numbers.length === 1) {
      const [table] = numbers;
      if (verb === "pick") {
        this.#at(table);
      } else if (verb === "unpick") {
        this.#tables.delete(table);
      } else if (verb === "complete" || verb === "cancel") {
        this.#at(table).shown = undefined;
      }
    }
    return undefined;
  }

  /** What the tables show, newest call first. */
  get shown() {
    return [...this.#tables]
      .filter(([, { shown }]) => shown !== undefined)
      .map(([table, { shown }]) => ({ ...shown, table }))
      .sort((one, other) => other.order - one.order)
      .map(({ ticket, table }) => ({ ticket, table }));
  }

  /** The tables that are in use and show nothing, ascending. */
  get open() {
    return [...this.#tables]
      .filter(([, { shown }]) => shown === undefined)
      .map(([table]) => table)
      .sort((one, other) => Number(one) - Number(other));
  }

  /** Whether the ticket is served at that table, as far as a display can know. */
  holds({ ticket, table }) {
    const at = this.#tables.get(table);
    return at?.shown !== undefined && at.served.some((served) => served.ticket === ticket);
  }

  #at(table) {
    if (!this.#tables.has(table)) {
      // served: in the order of their calls; ended: how many of those before the one shown have ended, nobody said which
      this.#tables.set(table, { served: [], shown: undefined, ended: 0 });
    }
    return this.#tables.get(table);
  }

  #claimed(ticket, table) {
    const at = this.#at(table);
    const place = at.served.findIndex((served) => served.ticket === ticket);
    if (place < 0) {
      if (at.shown === undefined) {
        at.served = []; // what ended was not followed by what is left: nothing is
        at.ended = 0;
      }
      at.shown = { ticket, order: this.#calls++ };
      at.served = [...at.served, at.shown].slice(-MOST_TICKETS_AT_A_TABLE);
      return { ticket, table };
    }
    if (at.shown === undefined) {
      this.#fallBack(at, place);
    } else {
      at.shown = at.served[place];
    }
    return undefined;
  }

  /** One of several tickets has ended, and the one at `place` is the newest that is left. */
  #fallBack(at, place) {
    const between = at.served.length - 2 - place; // those called after it and before the one shown last
    if (between < 0) {
      at.ended++; // it was shown last: one of those before it has ended, nobody said which
    } else {
      at.ended = Math.max(0, at.ended - between);
    }
    at.served = at.served.slice(at.ended >= place ? place : 0, place + 1);
    at.ended = at.served.length === 1 ? 0 : at.ended;
    at.shown = at.served.at(-1);
  }

  #everyCall() {
    return [...this.#tables]
      .flatMap(([table, { served, shown }]) => (shown === undefined ? [] : served.map((call) => ({ ...call, table }))))
      .sort((one, other) => one.order - other.order)
      .map(({ ticket, table }) => ({ ticket, table }));
  }
}

const keyOf = ({ ticket, table }) => `${ticket} ${table}`;
