// The figures: how it is at this moment, and what happened in the chosen days.

import { desk } from "../desk.js";
import { duration, say } from "../words.js";
import { write } from "./element.js";
import { showHours } from "./hours-chart.js";
import { count, NOTHING, share, span } from "./numbers.js";
import { instants, onRange, rangeText, renderRange } from "./range.js";
import { sentenceFor } from "./sentence.js";
import { ask } from "./session.js";
import { clock } from "./times.js";

const at = (id) => document.getElementById(id);

let figures; // as the server told last
let failure; // why it told nothing
let asked = 0; // how often: an answer that was overtaken is no answer

/** Asks for the figures and shows them. */
export async function refresh() {
  const mine = ++asked;
  try {
    const { from, to } = instants();
    const told = await ask("GET", `/api/figures?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
    if (mine === asked) {
      figures = told;
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

function renderMoment() {
  write(at("waiting"), count(figures.waiting));
  write(at("serving"), count(figures.serving));
  write(at("longest-wait"), span(figures.longestWaitSeconds));
  const isLate = figures.longestWaitSeconds > desk.longWaitSeconds;
  at("longest-wait").classList.toggle("late", isLate);
  write(at("longest-wait-late"), isLate ? say("administration.late", { time: duration(desk.longWaitSeconds) }) : "");
}

function renderRangeFigures() {
  write(at("range-title"), rangeText());
  write(at("arrived"), count(figures.arrived));
  write(at("served"), count(figures.served));
  write(at("cancelled"), count(figures.cancelled));
  write(at("cancelled-of"), figures.cancelled === 0 ? "" : say("administration.cancelled-of", {
    waiting: count(figures.cancelledWaiting), serving: count(figures.cancelledServing),
  }));
  write(at("wait-median"), span(figures.waitSeconds.median));
  write(at("wait-p95"), span(figures.waitSeconds.p95));
  write(at("service-median"), span(figures.serviceSeconds.median));
  write(at("service-p95"), span(figures.serviceSeconds.p95));
  const { share: level, withinSeconds } = figures.serviceLevel;
  write(at("service-level"), level === null ? NOTHING : share(level));
  write(at("service-level-within"), say("administration.service-level.within", { time: duration(withinSeconds) }));
}

/** Everything from what is known, in the language of the moment. */
export function render() {
  renderRange();
  write(at("figures-wrong"), failure === undefined ? "" : sentenceFor(failure));
  at("figures-known").hidden = figures === undefined;
  if (figures !== undefined) {
    write(at("as-of"), say("administration.as-of", { time: clock(figures.now) }));
    renderMoment();
    renderRangeFigures();
    showHours(figures.hours);
  }
}

onRange(() => {
  // What stands there is of other days. It is gone BEFORE the heading says so.
  figures = undefined;
  render();
  refresh();
});
