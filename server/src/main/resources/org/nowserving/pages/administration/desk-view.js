// The desk as it is now: tables in use, with the power to free one; tickets that look forgotten, with the power to
// cancel one; and closing the day.

import { desk, now } from "../desk.js";
import { duration, numberText, say } from "../words.js";
import { confirm } from "./confirmation.js";
import { element, showItems, write } from "./element.js";
import { sentenceFor } from "./sentence.js";
import { ask, change } from "./session.js";
import { stuckness } from "./stuck.js";
import { clock, dayAndTime, sinceWhen, startOf, today } from "./times.js";
import { tell } from "./told.js";
import { emailOf, nameOf } from "./visitor.js";

/** How many waiting tickets are looked at, the oldest first: who waits for too long is among them. */
const OLDEST = 200;

const at = (id) => document.getElementById(id);

let known; // { tables, serving, waiting, asOf }: what the server told last
let failure;
let asked = 0;

export async function refresh() {
  const mine = ++asked;
  try {
    const [{ tables }, { tickets: serving }, { tickets: waiting, next }] = await Promise.all([
      ask("GET", "/api/tables"),
      ask("GET", "/api/tickets?state=serving"),
      ask("GET", `/api/tickets?state=waiting&limit=${OLDEST}`),
    ]);
    if (mine === asked) {
      known = { tables, serving, waiting, asOf: now(), more: next !== undefined };
      failure = undefined;
      render();
    }
  } catch (refusal) {
    if (mine === asked) {
      failure = refusal;
      render();
    }
  }
}

/** No visitor that was seen here stays on the page; refresh() brings those that there are. */
export function forget() {
  asked++; // an answer that is under way was given before
  known = undefined;
  failure = undefined;
  write(at("desk-as-of"), "");
  at("tables").replaceChildren();
  at("stuck").replaceChildren();
  render();
}

// --- tables -----------------------------------------------------------------------------------------------------------

const servedBy = (staff) => known.serving.filter((ticket) => ticket.staff === staff).map(({ id }) => id);

function makeTable({ table }) {
  const free = element("button", {});
  free.addEventListener("click", () => freeTable(table));
  return element("li", { class: "card" },
    element("strong", { class: "table number" }), element("bdi", { class: "grow" }), element("span", { class: "quiet number" }),
    element("span", { class: "row serves" }), free);
}

function updateTable(row, { table, staff, since }) {
  const [number, who, when, serves, free] = row.children;
  write(number, say("administration.table-number", { table: numberText(table) }));
  write(who, staff);
  write(when, say("administration.since", { time: sinceWhen(since) }));
  const ids = servedBy(staff);
  if (serves.dataset.ids !== `${document.documentElement.lang} ${ids}`) {
    serves.dataset.ids = `${document.documentElement.lang} ${ids}`;
    serves.replaceChildren(ids.length === 0
      ? element("span", { class: "quiet" }, say("administration.serves-nobody"))
      : element("span", {}, say("administration.serves")), ...ids.map((id) => element("span", { class: "stub" }, numberText(id))));
  }
  write(free, say("administration.free"));
  free.setAttribute("aria-label", say("administration.free.table", { table: numberText(table) }));
}

async function freeTable(table) {
  const seat = known.tables.find((taken) => taken.table === table);
  if (seat === undefined) {
    return;
  }
  const number = numberText(table);
  const ids = servedBy(seat.staff);
  const answer = await confirm({
    title: say("administration.free.title", { table: number }),
    sentences: [
      say("administration.free.sentence", { staff: seat.staff }),
      ...(ids.length === 0 ? [] : [say("administration.free.serves", { tickets: ids.map(numberText).join(", ") })]),
    ],
    act: say("administration.free"),
    action: () => change("POST", `/api/tables/${table}/free`),
  });
  if (answer !== undefined) {
    tell(say("administration.freed", { table: number }));
  }
  refresh();
}

// --- tickets that look forgotten --------------------------------------------------------------------------------------

function stuckTickets() {
  const facts = {
    seated: new Set(known.tables.map(({ staff }) => staff)),
    nowMs: known.asOf,
    midnightMs: Date.parse(startOf(today())),
    longWaitSeconds: desk.longWaitSeconds,
  };
  return [...known.serving, ...known.waiting]
    .map((ticket) => ({ ticket, stuck: stuckness(ticket, facts) }))
    .filter(({ stuck }) => stuck !== undefined)
    .sort((a, b) => a.ticket.id - b.ticket.id);
}

function reason({ ticket, stuck }) {
  const values = { staff: ticket.staff, time: duration(stuck.seconds), since: dayAndTime(ticket.opened) };
  switch (stuck.why) {
    case "no-table": return say("administration.stuck.no-table", values);
    case "long-service": return say("administration.stuck.long-service", values);
    case "another-day": return say("administration.stuck.another-day", values);
    default: return say("administration.stuck.long-wait", values);
  }
}

function makeStuck({ ticket }) {
  const cancel = element("button", { class: "danger" });
  cancel.addEventListener("click", () => cancelTicket(ticket.id));
  return element("li", { class: "card" }, element("span", { class: "stub rest" }),
    element("span", { class: "grow" }, element("bdi", { class: "block name" }), element("bdi", { class: "block quiet small" })),
    element("span", { class: "grow why" }), cancel);
}

function updateStuck(row, item) {
  const { ticket } = item;
  const [number, visitor, why, cancel] = row.children;
  write(number, numberText(ticket.id));
  write(visitor.children[0], nameOf(ticket));
  write(visitor.children[1], emailOf(ticket));
  write(why, reason(item));
  write(cancel, say("administration.cancel"));
  cancel.setAttribute("aria-label", say("administration.cancel.ticket", { ticket: numberText(ticket.id) }));
}

async function cancelTicket(id) {
  const ticket = [...known.serving, ...known.waiting].find((open) => open.id === id);
  if (ticket === undefined) {
    return;
  }
  const number = numberText(ticket.id);
  const answer = await confirm({
    title: say("administration.cancel.title", { ticket: number }),
    sentences: [
      say("administration.cancel.sentence", { name: nameOf(ticket) }),
      ...(ticket.state === "serving" ? [say("administration.cancel.serving", { staff: ticket.staff })] : []),
    ],
    leave: say("administration.cancel.leave"),
    act: say("administration.cancel"),
    action: () => change("POST", `/api/tickets/${ticket.id}/cancel`),
  });
  if (answer !== undefined) {
    tell(say("administration.cancel.done", { ticket: number }));
  }
  refresh();
}

// --- closing the day --------------------------------------------------------------------------------------------------

let closing = false;

at("close-day").addEventListener("click", async () => {
  if (closing) {
    return;
  }
  closing = true;
  try {
    tell("");
    const [{ waiting, serving }, { tables }] = await Promise.all([ask("GET", "/api/figures"), ask("GET", "/api/tables")]);
    const answer = await confirm({
      title: say("administration.close.title"),
      sentences: [
        say("administration.close.waiting", { count: waiting }),
        say("administration.close.tables", { count: tables.length }),
        say("administration.close.serving", { count: serving }),
      ],
      act: say("administration.close"),
      action: () => change("POST", "/api/day/close"),
    });
    if (answer !== undefined) {
      const { cancelled, freed } = answer.done;
      tell(`${say("administration.close.cancelled", { count: cancelled })} ${say("administration.close.freed", { count: freed })}`);
    }
    refresh();
  } catch (refusal) {
    failure = refusal;
    render();
  } finally {
    closing = false;
  }
});

// --- all of it --------------------------------------------------------------------------------------------------------

export function render() {
  write(at("desk-wrong"), failure === undefined ? "" : sentenceFor(failure));
  for (const part of ["tables-count", "stuck-count"]) {
    at(part).hidden = known === undefined;
  }
  if (known === undefined) {
    return;
  }
  write(at("desk-as-of"), say("administration.as-of", { time: clock(known.asOf) }));
  write(at("tables-count"), say("administration.tables.count", { count: known.tables.length, of: numberText(desk.tables) }));
  showItems(at("tables"), known.tables, {
    key: ({ table }) => table, make: makeTable, update: updateTable, orElse: at("desk-title"),
  });
  const stuck = stuckTickets();
  write(at("stuck-count"), stuck.length === 0 ? say("administration.stuck.none")
    : say(known.more ? "administration.stuck.more" : "administration.stuck.count", { count: stuck.length }));
  showItems(at("stuck"), stuck, {
    key: ({ ticket }) => ticket.id, make: makeStuck, update: updateStuck, orElse: at("desk-title"),
  });
}
