// Draws the board: what is to be seen is a function of the picture that it is given, and of nothing else.

import { say } from "../words.js";

/** How many calls are shown, the newest among them; what is smaller than the eighth nobody reads across a hall. */
export const MOST_SHOWN = 8;

/** How many tables without a visitor are named: in every language they fit on one line of a television. */
const MOST_OPEN = 8;

const at = (id) => document.getElementById(id);

/** A number and where to go with it, to be seen by everybody and heard once by those who hear the page. */
export function placeParts({ ticket, table }) {
  const heard = partOf("heard", say("display.call", { ticket, table }));
  const number = partOf("stub call number", ticket);
  const where = partOf(
    "where", partOf("arrow"), partOf("table", partOf("word", say("display.table")), partOf("number", table)));
  for (const seen of [number, where]) {
    seen.setAttribute("aria-hidden", "true");
  }
  return [heard, number, where];
}

function partOf(className, ...inside) {
  const element = document.createElement("span");
  element.className = className;
  element.append(...inside);
  return element;
}

/** A screen whose numbers have one digit looks as one whose numbers have two. */
const FEWEST_DIGITS = 2;

/** The longest number decides how large all of them can be. */
export function sizeFor(element, calls) {
  const longest = (field) => Math.max(...calls.map((call) => call[field].length));
  element.style.setProperty("--digits", String(Math.max(FEWEST_DIGITS, longest("ticket"))));
  element.style.setProperty("--table-digits", String(Math.max(1, longest("table"))));
}

/** How wide one digit is in the font that this machine has, in em: how large a number may be depends on it. */
export function measureDigits() {
  const context = document.createElement("canvas").getContext("2d");
  const stub = document.createElement("span");
  stub.className = "stub";
  document.body.append(stub);
  const { fontFamily, fontWeight } = getComputedStyle(stub);
  stub.remove();
  context.font = `${fontWeight} 100px ${fontFamily}`;
  document.body.style.setProperty("--digit", String(context.measureText("0000000000").width / 1000));
}

/**
 * @param calls what the tables show, newest first
 * @param open tables in use that show nothing
 * @param age "none" (nothing is known yet), "true", "old" (it was true before the connection was lost) or "unknown" (that
 *     was too long ago)
 */
export function drawBoard({ calls, open, age }) {
  const isKnown = age === "true" || age === "old";
  const [newest, ...earlier] = isKnown ? calls : [];
  const shown = earlier.slice(0, MOST_SHOWN - 1);
  at("board").dataset.age = age;
  at("board").dataset.calls = String(newest === undefined ? 0 : 1 + shown.length);
  at("newest").hidden = newest === undefined;
  at("newest").replaceChildren(...(newest === undefined ? [] : placeParts(newest)));
  at("earlier").hidden = shown.length === 0;
  at("earlier-calls").replaceChildren(...shown.map((call) => {
    const line = document.createElement("li");
    line.className = "place";
    line.append(...placeParts(call));
    return line;
  }));
  at("more").textContent =
    earlier.length > shown.length ? say("display.more", { count: earlier.length - shown.length }) : "";
  sizeFor(at("board"), [newest, ...shown].filter(Boolean));
  drawNothing(newest === undefined, age, open.length > 0);
  drawOpen(isKnown ? open : []);
}

function drawNothing(isNothing, age, isOpen) {
  at("nothing").hidden = !isNothing;
  if (age === "none") {
    sayNothing(say("display.connecting"), "");
  } else if (age === "unknown") {
    sayNothing(say("display.wait"), say("display.cut-off"));
  } else if (isOpen) {
    sayNothing(say("display.wait"), say("display.nobody"));
  } else {
    sayNothing(say("display.wait"), say("display.closed"));
  }
}

function sayNothing(title, sentence) {
  at("nothing-title").textContent = title;
  at("nothing-sentence").textContent = sentence;
}

function drawOpen(open) {
  at("open-tables").hidden = open.length === 0;
  const label = partOf("", say("display.open-tables", { count: open.length }));
  const numbers = open.slice(0, MOST_OPEN).flatMap((table) => [" ", partOf("number", table)]);
  const left = open.length - MOST_OPEN;
  const more = left > 0 ? [" ", partOf("", say("display.open-tables.more", { count: left }))] : [];
  at("open-tables").replaceChildren(label, ...numbers, ...more);
}
