// Who waits, oldest first: one row each, with a button; and the one button for whoever is next.

import { say } from "../words.js";
import { at, keep, made, onPress, setText, setUsable } from "./elements.js";
import { oldestWaiting } from "./floor.js";
import { madeTicking, setSince } from "./ticking.js";

/** `accept` is called with a ticket's number. */
export class WaitingList {
  #accept;
  #filter = at("filter");

  constructor({ accept, changed }) {
    this.#accept = accept;
    this.#filter.addEventListener("input", changed);
  }

  get isFiltered() {
    return this.#filter.value.trim() !== "";
  }

  focusFilter() {
    this.#filter.focus();
    this.#filter.select();
  }

  /**
   * @param mayAccept whether a visitor can be accepted now; `hint` says why not
   * @param nobody what an empty list means
   * @param isBusy whether an accept is under way
   * @param isNext whether accepting is what most people want next
   */
  show(floor, { mayAccept, hint, nobody, isBusy, isNext }) {
    const count = floor.waiting.size;
    setText(at("waiting-title"), count === 0 ? say("staff.waiting.title") : say("staff.waiting", { count }));
    this.#showNext(oldestWaiting(floor), mayAccept && !isBusy, isNext);
    setText(at("accept-next-hint"), count > 0 ? hint : "");
    at("accept-next-hint").hidden = count === 0 || hint === "";
    at("filter-field").hidden = count < 2 && !this.isFiltered;
    const found = [...floor.waiting.values()].filter((ticket) => this.#matches(ticket));
    const nothing = at("waiting-nothing");
    setText(nothing, count === 0 ? nobody : say("staff.waiting.not-found"));
    nothing.hidden = found.length > 0;
    at("waiting-list").hidden = found.length === 0;
    const lostFocus = keep(
      at("waiting-list"),
      found.map((ticket) => [ticket.id, ticket]),
      (ticket) => this.#makeRow(ticket),
      (row, ticket) => this.#updateRow(row, ticket, mayAccept && !isBusy));
    if (lostFocus) {
      at("waiting-title").focus(); // the row is gone; not to the next one, where a second Enter would accept somebody else
    }
  }

  #showNext(oldest, usable, isNext) {
    const button = at("accept-next");
    button.hidden = oldest === undefined;
    button.classList.toggle("first", isNext);
    at("accept-next-number").hidden = oldest === undefined;
    setText(at("accept-next-words"), say("staff.accept.next"));
    setText(at("accept-next-number"), oldest === undefined ? "" : String(oldest.id));
    setUsable(button, usable);
  }

  /** By name, e-mail or number, whatever the case and the accents. */
  #matches(ticket) {
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
    const wanted = plain(this.#filter.value.trim());
    return String(ticket.id) === wanted || plain(ticket.name).includes(wanted) || plain(ticket.email).includes(wanted);
  }

  #makeRow(ticket) {
    const email = made("bdi", "email quiet small");
    email.dir = "ltr";
    const name = made("bdi", "name");
    name.dir = "auto";
    const button = made("button", "", made("span"), made("span", "heard"));
    onPress(button, () => this.#accept(ticket.id));
    return made("li", "", made("span", "stub rest number"), made("span", "who", name, email), madeTicking("quiet"), button);
  }

  #updateRow(row, ticket, usable) {
    const [number, who, time, button] = row.children;
    const [name, email] = who.children;
    setText(number, String(ticket.id));
    setText(name, ticket.name);
    setText(email, ticket.email);
    setSince(time, Date.parse(ticket.start), { mayBeLate: true });
    setText(button.children[0], say("staff.accept"));
    setText(button.children[1], ` ${say("staff.number-and-name", { id: ticket.id, name: ticket.name })}`);
    setUsable(button, usable);
  }
}
