// Where staff work: sign in, choose a table, accept, complete, cancel. This module connects the parts: the wire's words
// change state.floor (staff/floor.js), and the screen is drawn from the state (staff/screen.js).

import { awaitTheDesk, desk, loadNewPages, now } from "./desk.js";
import { say, speakAtLast } from "./words.js";
import { Wire } from "./wire.js";
import { Arrivals } from "./staff/arrivals.js";
import { Commands } from "./staff/commands.js";
import { at, onPress } from "./staff/elements.js";
import { emptyFloor, hear, newestFirst } from "./staff/floor.js";
import { forgetTable, rememberClaimedAt } from "./staff/memory.js";
import { Membership } from "./staff/membership.js";
import { openMenu } from "./staff/menu.js";
import { drawWith, render, renderSoon, tell } from "./staff/screen.js";
import { ServingList } from "./staff/serving-list.js";
import { listenForKeys } from "./staff/shortcuts.js";
import { mayAct, mayServe, state } from "./staff/state.js";
import { TableChoice } from "./staff/table-choice.js";
import { keepTicking } from "./staff/ticking.js";
import { WaitingList } from "./staff/waiting-list.js";

const membership = new Membership();
const wire = new Wire("/staff", { isAlive: () => membership.isAlive() });
const commands = new Commands(wire, () => membership.askToSignIn());
membership.work(wire, commands);
const arrivals = new Arrivals();
const waitingList = new WaitingList({ accept, changed: render });
drawWith({
  waiting: waitingList,
  serving: new ServingList({ complete: (id) => commands.complete(id), askToCancel }),
  free: new TableChoice(at("tables-free"), (table) => commands.pick(table)),
  change: new TableChoice(at("change-tables"), (table) => commands.pick(table)),
});

// --- what is heard ----------------------------------------------------------------------------------------------------

wire.addEventListener("word", ({ detail: line }) => {
  const { what, ticket } = hear(state.floor, line, state.me);
  if (what === "arrived") {
    arrivals.heard(ticket, () => state.floor.waiting.size);
  } else if (what === "lost") {
    forgetTable(); // or two windows would take it from each other for ever
  } else if (what === "mine-elsewhere") {
    rememberClaimedAt(ticket, now()); // in another window
  } else if (what === "mine-cancelled") {
    tell(say("staff.office-cancelled", { id: ticket.id, name: ticket.name }), "late");
  }
  renderSoon();
});

wire.addEventListener("state", ({ detail }) => {
  state.wire = detail;
  if (detail === "open") {
    const { waiting, lostTable } = state.floor;
    arrivals.connected(state.me, state.isWhole ? waiting : undefined);
    state.floor = { ...emptyFloor(), lostTable };
    state.isSettled = false;
    state.isWhole = false;
    state.connection++;
    membership.settle();
  }
  render();
});

// --- buttons and keys -------------------------------------------------------------------------------------------------

/** A dead token cannot accept: asking for a new one first spares a refusal. */
function accept(id) {
  if (state.session === "dead") {
    state.refusedAccept = id;
    membership.askToSignIn();
  } else {
    commands.accept(id);
  }
}

function acceptNext() {
  if (mayServe() && state.floor.waiting.size > 0) {
    accept(state.floor.waiting.keys().next().value);
  }
}

function withNewest(act) {
  const newest = newestFirst(state.floor)[0];
  if (mayServe() && newest !== undefined) {
    act(newest.id);
  }
}

function askToCancel(id) {
  state.asksToCancel = id;
  render();
  at("sure").showModal();
  at("keep").focus();
}

onPress(at("accept-next"), acceptNext);
onPress(at("change-table"), () => {
  at("change-wrong").textContent = "";
  at("change").showModal();
});
onPress(at("leave"), async () => {
  if (await commands.leave()) {
    at("change").close();
    at("tables-title").focus();
  }
});
at("stay").addEventListener("click", () => at("change").close());
onPress(at("take-back"), () => commands.pick(state.floor.lostTable));
at("choose-another").addEventListener("click", () => {
  state.floor.lostTable = undefined;
  render();
  at("tables-title").focus();
});
at("sign-in-again").addEventListener("click", () => membership.askToSignIn());
at("go-on-as-other").addEventListener("click", () => membership.goOnAsTheOther());
at("go-on-as-before").addEventListener("click", () => membership.goOnAsBefore());
at("keep").addEventListener("click", () => at("sure").close());
at("sure").addEventListener("close", () => {
  if (!at("sure").open) { // not opened again meanwhile
    state.asksToCancel = undefined;
    render(); // the name goes, too
  }
});
onPress(at("cancel-it"), () => {
  const id = state.asksToCancel;
  at("sure").close();
  commands.cancel(id);
});
at("keys-close").addEventListener("click", () => at("keys").close());
const showKeys = () => at("keys").showModal();
openMenu({ signOut: () => membership.signOut(), showKeys, told: tell, me: () => state.me });
listenForKeys({
  n: acceptNext,
  Enter: acceptNext,
  c: () => withNewest((id) => commands.complete(id)),
  x: () => withNewest(askToCancel),
  "/": () => !at("filter-field").hidden && waitingList.focusFilter(),
  "?": showKeys,
});

// --- time, language, the beginning --------------------------------------------------------------------------------------

addEventListener("new-pages", () => { desk.outdated = true; });

let isLoading = false;

/** Loads the pages of an upgraded server where that disturbs nobody; table and tickets come back by themselves. */
async function loadNewPagesWhenIdle() {
  const isIdle = document.querySelector("dialog[open], :popover-open") === null && at("door").hidden;
  if (desk.outdated && isIdle && mayAct() && !waitingList.isFiltered && state.underWay.size === 0 && !isLoading) {
    isLoading = true;
    await loadNewPages();
    isLoading = false; // the server went at that moment
  }
}

addEventListener("language", () => {
  tell("");
  membership.languageChanged();
  render();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    membership.lookWhoIsSignedIn();
  }
});

await speakAtLast();
keepTicking(() => {
  membership.tick();
  loadNewPagesWhenIdle();
});
await awaitTheDesk(() => {
  state.neverAnswered = true;
  render();
});
await membership.begin();
