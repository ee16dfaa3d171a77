// The tables of the desk, as buttons.

import { desk } from "../desk.js";
import { say } from "../words.js";
import { keep, made, onPress, setText, setUsable } from "./elements.js";

/** `choose` is called with a table's number. */
export class TableChoice {
  #place;
  #choose;

  constructor(place, choose) {
    this.#place = place;
    this.#choose = choose;
  }

  /**
   * @param taken the tables that somebody has
   * @param last the table that I had last; it may be picked though it is taken: the server keeps it for me for a while
   * @param mine the table that I have
   */
  show({ taken, last, mine, isBusy }) {
    const tables = Array.from({ length: desk.tables }, (_, table) => table);
    keep(
      this.#place,
      tables.map((table) => [table, table]),
      (table) => {
        const button = made("button", "", made("span", "number"), made("span", "small"));
        onPress(button, () => this.#choose(table));
        return button;
      },
      (button, table) => {
        const isTaken = taken.has(table) && table !== last && table !== mine;
        setText(button.children[0], say("staff.table", { table }));
        setText(button.children[1], wordFor({ isTaken, isMine: table === mine, isLast: table === last }));
        button.classList.toggle("first", table === last && mine === undefined);
        setUsable(button, !isTaken && !isBusy && table !== mine);
      });
  }
}

function wordFor({ isTaken, isMine, isLast }) {
  if (isMine) {
    return say("staff.table.mine");
  }
  if (isTaken) {
    return say("staff.table.taken");
  }
  return isLast ? say("staff.table.last") : "";
}
