// Bars by the hour (or by the day, where there are too many hours), and the same as a table.

import { say } from "../words.js";
import { element, showItems, write } from "./element.js";
import { count, span } from "./numbers.js";
import { dayOf, dayText, shortDay, timeOfDay } from "./times.js";

/** More hours than this are added up by days: a bar has to be wide enough to be seen. */
const MOST_HOURS = 75;

const chart = document.getElementById("chart");
const rows = document.getElementById("hours");

let plotted; // the uPlot that is on the page
let drawn = ""; // what it shows, to draw only what changed
let bars = { byDay: false, of: [] };

/** The bars for these hours: without the empty ones before the first and after the last that has something. */
function barsOf(hours) {
  const isEmpty = ({ arrived, served, cancelled }) => arrived + served + cancelled === 0;
  const first = hours.findIndex((hour) => !isEmpty(hour));
  const busy = first < 0 ? [] : hours.slice(first, hours.findLastIndex((hour) => !isEmpty(hour)) + 1);
  if (busy.length <= MOST_HOURS) {
    return { byDay: false, of: busy.map((hour) => ({ ...hour, key: hour.from })) };
  }
  const days = new Map();
  for (const hour of busy) {
    const key = dayOf(hour.from);
    const day = days.get(key) ?? { key, arrived: 0, served: 0, cancelled: 0 };
    day.arrived += hour.arrived;
    day.served += hour.served;
    day.cancelled += hour.cancelled;
    days.set(key, day);
  }
  return { byDay: true, of: [...days.values()] };
}

/** Shows these hours, as the API has them. */
export function showHours(hours) {
  bars = barsOf(hours);
  const { byDay, of } = bars;
  const severalDays = !byDay && of.length > 0 && dayOf(of[0].key) !== dayOf(of.at(-1).key);
  write(document.getElementById("hours-title"), say(byDay ? "administration.days" : "administration.hours"));
  write(document.getElementById("hours-column"), say(byDay ? "administration.day" : "administration.hour"));
  document.getElementById("hours-wait-column").hidden = byDay; // medians cannot be added up
  document.getElementById("hours-none").hidden = of.length > 0;
  document.getElementById("hours-details").hidden = of.length === 0;
  document.getElementById("legend").hidden = of.length === 0;
  chart.hidden = of.length === 0;
  chart.setAttribute("aria-label", say("administration.hours.chart"));
  const name = ({ key }) => {
    if (byDay) {
      return dayText(key);
    }
    return severalDays ? `${shortDay(dayOf(key))}, ${timeOfDay(key)}` : timeOfDay(key);
  };
  showItems(rows, of, {
    key: ({ key }) => key,
    make: () => element("tr", {}, element("th", { scope: "row", class: "number start" }),
      ...[1, 2, 3, 4].map(() => element("td", { class: "number" }))),
    update: (row, bar) => {
      const [title, arrived, served, cancelled, wait] = row.children;
      write(title, name(bar));
      write(arrived, count(bar.arrived));
      write(served, count(bar.served));
      write(cancelled, count(bar.cancelled));
      wait.hidden = byDay;
      write(wait, byDay ? "" : span(bar.medianWaitSeconds));
    },
    orElse: chart,
  });
  draw();
}

// --- the canvas -------------------------------------------------------------------------------------------------------

/** A canvas knows no tokens: what they come to is read off elements that have them. */
const colourOf = (id) => getComputedStyle(document.getElementById(id)).backgroundColor;

function label(bar) {
  return bars.byDay ? shortDay(bar.key) : timeOfDay(bar.key);
}

function options(width, height) {
  const look = getComputedStyle(chart);
  const axis = { stroke: look.color, font: `${look.fontSize} ${look.fontFamily}`, ticks: { show: false } };
  const bar = (colour, align) => ({
    fill: colour, stroke: colour, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.38, 44], align, gap: 2 }),
  });
  return {
    width,
    height,
    cursor: { show: false },
    legend: { show: false },
    padding: [12, 8, 0, 0],
    scales: {
      x: { time: false, range: () => [-0.5, bars.of.length - 0.5] },
      y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.1))] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 32, space: 80, incrs: [1, 2, 3, 4, 6, 12, 24], values: (_, places) => places.map((place) => (bars.of[place] ? label(bars.of[place]) : "")) },
      { ...axis, grid: { stroke: look.borderBlockEndColor, width: 1 }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], values: (_, numbers) => numbers.map(count) },
    ],
    series: [{}, bar(colourOf("swatch-arrived"), -1), bar(colourOf("swatch-served"), 1)],
  };
}

/** Draws it anew if there is something else to be seen: other numbers, words, colours or another size. */
function draw() {
  const { clientWidth: width, clientHeight: height } = chart;
  if (chart.hidden || width === 0) {
    return;
  }
  const data = [bars.of.map((_, index) => index), bars.of.map((bar) => bar.arrived), bars.of.map((bar) => bar.served)];
  const now = JSON.stringify([data, bars.of.map(label), width, height, getComputedStyle(chart).color]);
  if (now !== drawn) {
    drawn = now;
    plotted?.destroy();
    plotted = new uPlot(options(width, height), data, chart);
  }
}

new ResizeObserver(draw).observe(chart);
for (const preference of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(preference).addEventListener("change", draw);
}
