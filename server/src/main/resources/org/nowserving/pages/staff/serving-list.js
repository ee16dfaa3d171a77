// What I am serving, newest first: a card each, with the running time and what ends it.

import { say } from "../words.js";
import { at, keep, made, onPress, setText, setUsable } from "./elements.js";
import { newestFirst } from "./floor.js";
import { madeTicking, setSince } from "./ticking.js";

/** `complete` and `askToCancel` are called with a ticket's number. */
export class ServingList {
  #acts;

  constructor({ complete, askToCancel }) {
    this.#acts = { complete, askToCancel };
  }

  /**
   * @param mayEnd whether a ticket can be ended now
   * @param isBusy tells whether the end of that number is under way
   * @param since tells from when on a ticket is served: { ms, atLeast }
   */
  show(floor, { mayEnd, nothing, isBusy, since }) {
    const tickets = newestFirst(floor);
    setText(at("serving-nothing"), nothing);
    at("serving-nothing").hidden = tickets.length > 0;
    at("serving-list").hidden = tickets.length === 0;
    const newest = tickets[0];
    const lostFocus = keep(
      at("serving-list"),
      tickets.map((ticket) => [ticket.id, ticket]),
      (ticket) => this.#makeCard(ticket),
      (card, ticket) =>
        this.#updateCard(card, ticket, { isNewest: ticket === newest, usable: mayEnd && !isBusy(ticket.id), since: since(ticket) }));
    if (lostFocus) {
      at("serving-title").focus();
    }
  }

  #makeCard(ticket) {
    const name = made("bdi", "name");
    name.dir = "auto";
    const email = made("bdi", "email quiet");
    email.dir = "ltr";
    const title = made("h3", "", made("span", "heard"), name);
    title.tabIndex = -1;
    const complete = button("C");
    const cancel = button("X");
    cancel.classList.add("danger");
    onPress(complete, () => this.#acts.complete(ticket.id));
    onPress(cancel, () => this.#acts.askToCancel(ticket.id));
    return made(
      "li",
      "card",
      made("span", "stub call number"),
      made("div", "who", title, email),
      made("div", "running", made("span", "quiet small"), madeTicking()),
      made("div", "row acts", complete, cancel));
  }

  #updateCard(card, ticket, { isNewest, usable, since }) {
    const [number, who, running, acts] = card.children;
    const [title, email] = who.children;
    const [complete, cancel] = acts.children;
    card.classList.toggle("newest", isNewest);
    setText(number, String(ticket.id));
    number.setAttribute("aria-hidden", "true"); // the title says it
    setText(title.children[0], `${ticket.id} `);
    setText(title.children[1], ticket.name);
    setText(email, ticket.email);
    setText(running.children[0], say("staff.served-for"));
    setSince(running.children[1], since.ms, { atLeast: since.atLeast });
    complete.classList.toggle("first", isNewest);
    for (const [act, words, key] of [[complete, say("staff.complete"), "C"], [cancel, say("staff.cancel"), "X"]]) {
      setText(act.children[0], words);
      setText(act.children[1], ` ${ticket.id}`);
      act.children[2].hidden = !isNewest; // the keys mean the newest one
      if (isNewest) {
        act.setAttribute("aria-keyshortcuts", key);
      } else {
        act.removeAttribute("aria-keyshortcuts");
      }
      setUsable(act, usable);
    }
  }
}

function button(key) {
  return made("button", "", made("span"), made("span", "heard"), made("kbd", "", key));
}
