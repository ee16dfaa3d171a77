// What happened: found by e-mail, name, number or member, the newest first, and as a file. What is looked for is sent in
// a body, never in an address: what stands in an address is in somebody's log.

import { call } from "../desk.js";
import { numberText, say } from "../words.js";
import { saveTickets } from "./csv.js";
import { element, showItems, write } from "./element.js";
import { megabytes } from "./numbers.js";
import { complaintAbout } from "./range.js";
import { sentenceFor } from "./sentence.js";
import { goOn } from "./session.js";
import { dayAndTime, dayOf, daysLater, startOf, timeOfDay } from "./times.js";
import { emailOf, nameOf } from "./visitor.js";

/** How many tickets come at once. */
const PAGE = 50;

const at = (id) => document.getElementById(id);
const form = at("search");

let searched; // what was looked for last: criteria of the API
let found; // { tickets, next }, undefined before the first answer
let failure;
let complaint;
let loading = false;
let exporting; // { bytes } while a file comes
let exportFailure;
let asked = 0;

/** What stands in the form, as the API takes it. */
function criteria() {
  const wanted = { text: at("search-text").value.trim() };
  if (at("search-from").value !== "") {
    wanted.from = startOf(at("search-from").value);
  }
  if (at("search-to").value !== "") {
    wanted.to = startOf(daysLater(at("search-to").value, 1));
  }
  return wanted;
}

/** A search changes nothing, although it is sent as a POST. */
const search = (body) => goOn(() => call("POST", "/api/tickets/search", body), { changes: false });

async function load(before) {
  const mine = ++asked;
  loading = true;
  failure = undefined;
  render();
  try {
    const told = await search({ ...searched, limit: String(PAGE), ...(before === undefined ? {} : { before: String(before) }) });
    if (mine === asked) {
      found = { tickets: before === undefined ? told.tickets : [...found.tickets, ...told.tickets], next: told.next };
    }
  } catch (refusal) {
    if (mine === asked) {
      failure = refusal;
    }
  } finally {
    if (mine === asked) {
      loading = false;
      render();
    }
  }
}

/** Looks for what stands in the form, unless that makes no sense; whether it did. */
function start() {
  complaint = complaintAbout(at("search-from").value, at("search-to").value);
  if (complaint !== undefined) {
    render();
    at("search-from").focus();
    return false;
  }
  searched = criteria();
  found = undefined;
  load();
  return true;
}

/** Nobody finds what was looked for, or found, before somebody was erased. */
export function forget() {
  asked++; // an answer that is under way was given before
  form.reset();
  searched = undefined;
  found = undefined;
  failure = undefined;
  complaint = undefined;
  loading = false;
  render();
}

/** The first time, everything there is; later what stands there stays: it is looked at. */
export async function refresh() {
  if (searched === undefined || (found === undefined && !loading)) {
    start();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!loading || JSON.stringify(criteria()) !== JSON.stringify(searched)) {
    start();
  }
});

at("more").addEventListener("click", async () => {
  if (loading || found?.next === undefined) {
    return;
  }
  const last = at("tickets").lastElementChild;
  await load(found.next);
  // The button goes when that was all; whoever used the keyboard goes on where the new ones begin.
  if (at("more").hidden && last?.nextElementSibling) {
    at("history-list").focus();
  }
});

at("csv").addEventListener("click", async () => {
  if (exporting !== undefined) {
    return;
  }
  // The file is what the list shows: what was typed since is looked for first.
  if (JSON.stringify(criteria()) !== JSON.stringify(searched) && !start()) {
    return;
  }
  const wanted = searched; // asked for again after a sign-in, when another search may stand there, or none
  exporting = { bytes: 0 };
  exportFailure = undefined;
  renderExport();
  try {
    await goOn(() => saveTickets(wanted, (bytes) => {
      exporting.bytes = bytes;
      renderExport();
    }), { changes: false });
  } catch (refusal) {
    exportFailure = refusal;
  } finally {
    exporting = undefined;
    renderExport();
  }
});

// --- showing it -------------------------------------------------------------------------------------------------------

function stateText(state) {
  switch (state) {
    case "waiting": return say("administration.state.waiting");
    case "serving": return say("administration.state.serving");
    case "completed": return say("administration.state.completed");
    default: return say("administration.state.cancelled");
  }
}

/** The date is said again only if it is another one. */
function later(instant, opened) {
  if (instant === null) {
    return "";
  }
  return dayOf(instant) === dayOf(opened) ? timeOfDay(instant) : dayAndTime(instant);
}

function make() {
  return element("tr", {}, element("td", {}, element("span", { class: "stub rest" })),
    element("th", { scope: "row", class: "visitor" }, element("bdi", { class: "block name" }), element("bdi", { class: "block quiet small" })),
    element("td", {}), element("td", {}, element("bdi", {})), element("td", { class: "number" }),
    ...[1, 2, 3].map(() => element("td", { class: "number start" })));
}

function update(row, ticket) {
  const [number, visitor, state, staff, table, opened, claimed, ended] = row.children;
  write(number.firstChild, numberText(ticket.id));
  write(visitor.children[0], nameOf(ticket));
  write(visitor.children[1], emailOf(ticket));
  write(state, stateText(ticket.state));
  write(staff.firstChild, ticket.staff ?? "");
  write(table, ticket.table === null ? "" : numberText(ticket.table));
  write(opened, dayAndTime(ticket.opened));
  write(claimed, later(ticket.claimed, ticket.opened));
  write(ended, later(ticket.ended, ticket.opened));
}

function foundText() {
  if (found === undefined) {
    return loading ? say("administration.searching") : "";
  }
  if (found.tickets.length === 0) {
    return say("administration.found.none");
  }
  return say(found.next === undefined ? "administration.found" : "administration.found.more", { count: found.tickets.length });
}

function exportText() {
  if (exporting !== undefined) {
    return say("administration.csv.loading", { megabytes: megabytes(exporting.bytes) });
  }
  return exportFailure === undefined ? "" : say("administration.csv.failed", { why: sentenceFor(exportFailure) });
}

function renderExport() {
  write(at("csv-progress"), exportText());
  at("csv").setAttribute("aria-disabled", String(exporting !== undefined));
}

export function render() {
  write(at("search-wrong"), complaint?.() ?? (failure === undefined ? "" : sentenceFor(failure)));
  for (const field of [at("search-from"), at("search-to")]) {
    field.setAttribute("aria-invalid", String(complaint !== undefined));
  }
  write(at("found"), foundText());
  renderExport();
  at("more").setAttribute("aria-disabled", String(loading));
  const tickets = found?.tickets ?? [];
  at("history-list").hidden = tickets.length === 0;
  at("more").hidden = found?.next === undefined;
  showItems(at("tickets"), tickets, { key: ({ id }) => id, make, update, orElse: at("history-title") });
}
