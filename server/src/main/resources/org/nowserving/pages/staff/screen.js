// Draws the page from the state: as often as anybody likes, and always the same picture of the same state.

import { desk } from "../desk.js";
import { say } from "../words.js";
import { titleWith } from "./arrivals.js";
import { servedSince } from "./claim-times.js";
import { at, setText, setUsable } from "./elements.js";
import { lastTable } from "./memory.js";
import { isUnderWay, mayAct, mayServe, state } from "./state.js";

let lists; // what draws the lists: { waiting, serving, free, change }

/** To be called before anything is drawn. */
export function drawWith(its) {
  lists = its;
}

/** A note above everything, until the next one. @param kind "", "late" or "alarm" */
export function tell(sentence, kind = "") {
  setText(at("told"), sentence);
  at("told").className = `note ${kind}`;
}

let isDrawnSoon = false;

/** A welcome is many words and one picture. Not at the next frame: a window in the background has none. */
export function renderSoon() {
  if (!isDrawnSoon) {
    isDrawnSoon = true;
    setTimeout(() => { isDrawnSoon = false; render(); }, 16);
  }
}

export function render() {
  const { me, session, floor } = state;
  const isHere = me !== undefined;
  setText(at("away"), state.wire === "away" || state.neverAnswered ? say("away") : "");
  setText(at("brand"), desk.name ?? "");
  setText(at("me"), me ?? "");
  at("me").hidden = !isHere;
  at("menu-button").hidden = !isHere;
  at("door-language").hidden = isHere;
  if (session === "unknown" || state.wire === "open" && !state.isSettled) {
    return; // not everything is told yet: what was there before stays
  }
  titleWith(floor.waiting.size);
  at("work").hidden = !isHere;
  at("seat").hidden = floor.table === undefined;
  if (isHere) {
    showTable();
    showTickets();
  }
}

function showTable() {
  const { table, lostTable, taken, serving } = state.floor;
  const isBusy = isUnderWay("pick") || isUnderWay("unpick") || !mayAct();
  setText(at("table"), table === undefined ? "" : say("staff.table", { table }));
  setUsable(at("change-table"), mayAct());
  setUsable(at("leave"), !isBusy);
  at("signed-out").hidden = state.session !== "dead" || state.other !== undefined;
  showTheOther();
  at("lost").hidden = lostTable === undefined;
  setText(at("lost-sentence"), lostTable === undefined ? "" : say("staff.lost", { table: lostTable }));
  setUsable(at("take-back"), !isBusy);
  at("tables").hidden = table !== undefined;
  setText(at("tables-sentence"), serving.size > 0 ? say("staff.tables.serving") : say("staff.tables.sentence"));
  lists.free.show({ taken, last: lastTable(state.me), mine: undefined, isBusy });
  // Who has a table is not told which others are taken: trying is how to find out.
  lists.change.show({ taken: new Set(), last: undefined, mine: table, isBusy });
}

function showTheOther() {
  const { me, other } = state;
  at("other").hidden = other === undefined;
  at("change-password").hidden = other !== undefined; // it would be changed in the other's name
  if (other !== undefined) {
    setText(at("other-sentence"), say("staff.other", { name: other }));
    setText(at("go-on-as-other"), say("staff.other.go-on", { name: other }));
    setText(at("go-on-as-before"), say("staff.other.sign-in", { name: me }));
  }
}

function showTickets() {
  const { table, waiting, serving } = state.floor;
  const hasTable = table !== undefined;
  lists.waiting.show(state.floor, {
    mayAccept: mayServe(),
    hint: hasTable ? "" : say("staff.table.first"),
    nobody: state.session === "dead" ? say("staff.waiting.unknown") : say("staff.waiting.nobody"),
    isBusy: isUnderWay("accept"),
    isNext: serving.size === 0,
  });
  at("serving").hidden = !hasTable && serving.size === 0;
  lists.serving.show(state.floor, {
    mayEnd: mayServe(),
    nothing: waiting.size > 0 ? say("staff.serving.next") : say("staff.serving.nobody"),
    isBusy: (id) => state.underWay.has(`complete ${id}`) || state.underWay.has(`cancel ${id}`),
    since: (ticket) => servedSince(ticket, renderSoon),
  });
  showWhatIsAsked();
}

function showWhatIsAsked() {
  const ticket = state.floor.serving.get(state.asksToCancel);
  if (ticket === undefined) {
    at("sure").close(); // it ended while it was asked about
    setText(at("sure-title"), "");
    setText(at("sure-who").firstElementChild, "");
    return;
  }
  setText(at("sure-title"), say("staff.cancel.title", { id: ticket.id }));
  setText(at("sure-who").firstElementChild, ticket.name);
  setText(at("sure-away"), state.wire === "open" ? "" : say("away")); // the page's own sentence is behind the dialog
  setUsable(at("cancel-it"), mayServe());
}
