// Which days the figures are of: today, yesterday, since Monday, or from one day to another.

import { say } from "../words.js";
import { write } from "./element.js";
import { dayText, daysBetween, daysLater, mondayOf, startOf, today } from "./times.js";

/** What the server computes at once. */
const MOST_DAYS = 31;

const form = document.getElementById("range");
const dates = document.getElementById("range-dates");
const from = document.getElementById("range-from");
const to = document.getElementById("range-to");
const wrong = document.getElementById("range-wrong");

let chosen = "today";
let shown = { from: "", to: "" }; // of "dates": those that were asked for last
let complaint; // says what is wrong with the dates, in the language of the moment

/** The first and the last day. "Today" moves on at midnight by itself. */
export function days() {
  const day = today();
  switch (chosen) {
    case "yesterday": return { from: daysLater(day, -1), to: daysLater(day, -1) };
    case "week": return { from: mondayOf(day), to: day };
    case "dates": return shown;
    default: return { from: day, to: day };
  }
}

/** As the API takes it. */
export function instants() {
  const { from: first, to: last } = days();
  return { from: startOf(first), to: startOf(daysLater(last, 1)) };
}

/** For a heading: "Today", "30 Jan 2026", "26 Jan 2026 to 31 Jan 2026". */
export function rangeText() {
  const { from: first, to: last } = days();
  if (chosen === "today") {
    return say("administration.range.today");
  }
  return first === last ? dayText(first) : say("administration.range.text", { from: dayText(first), to: dayText(last) });
}

export function renderRange() {
  for (const button of form.querySelectorAll("button[value]")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  dates.hidden = chosen !== "dates";
  write(wrong, complaint?.() ?? "");
  for (const field of [from, to]) {
    field.setAttribute("aria-invalid", String(complaint !== undefined));
  }
}

/** Tells what is wrong with the dates of two fields, as a function that says it; undefined if nothing is. */
export function complaintAbout(first, last, mostDays = Infinity) {
  if (first !== "" && last !== "" && first > last) {
    return () => say("administration.dates.order");
  }
  if (daysBetween(first, last) >= mostDays) {
    return () => say("administration.dates.most", { count: mostDays });
  }
  return undefined;
}

/** Calls `changed` whenever other days were chosen. */
export function onRange(changed) {
  form.addEventListener("click", ({ target }) => {
    if (target.value === undefined || target.value === "" || target.tagName !== "BUTTON") {
      return;
    }
    if (target.value === "dates") {
      shown = days(); // begins with what is there
      from.value = shown.from;
      to.value = shown.to;
    }
    chosen = target.value;
    complaint = undefined;
    renderRange();
    changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    complaint = from.value === "" || to.value === ""
      ? () => say("administration.dates.both")
      : complaintAbout(from.value, to.value, MOST_DAYS);
    renderRange();
    if (complaint === undefined) {
      shown = { from: from.value, to: to.value };
      changed();
    } else {
      from.focus();
    }
  });
}
