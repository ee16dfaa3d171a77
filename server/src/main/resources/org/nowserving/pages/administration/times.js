// Days and times by the desk's time zone. A day is a text such as "2026-01-31", an instant a text of the API or a number
// of ms.

import { now } from "../desk.js";
import { currentLanguage } from "../words.js";
import { timeText, zone } from "../zone.js";

const DAY_MS = 86_400_000;

/** The same digits as on tickets and tables, in every language. */
export const locale = () => `${currentLanguage()}-u-nu-latn`;

const format = (instant, how) => timeText(locale(), instant, how);

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DATE = { day: "numeric", month: "short", year: "numeric" };

/** "10:42:07" */
export const clock = (instant) => format(instant, { ...HOUR, second: "2-digit" });

/** "10:42" */
export const timeOfDay = (instant) => format(instant, HOUR);

/** "31 Jan 2026, 10:42" */
export const dayAndTime = (instant) => format(instant, { ...DATE, ...HOUR });

/** "10:42" of today, with its date of any other day. */
export const sinceWhen = (instant) => (dayOf(instant) === today() ? timeOfDay(instant) : dayAndTime(instant));

/** "31 Jan 2026" of a day */
export const dayText = (day) =>
  new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...DATE }).format(new Date(`${day}T12:00:00Z`));

/** "Sat 31" of a day: short enough to stand below a bar. */
export const shortDay = (day) =>
  new Intl.DateTimeFormat(locale(), { timeZone: "UTC", weekday: "short", day: "numeric" }).format(new Date(`${day}T12:00:00Z`));

/** The wall clock of the zone at that instant, as if it were UTC, in ms. */
function wallClock(instant) {
  const how = { timeZone: zone(), hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const part = {};
  for (const { type, value } of new Intl.DateTimeFormat("en-u-ca-gregory", how).formatToParts(new Date(instant))) {
    part[type] = Number(value);
  }
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

export const dayOf = (instant) => new Date(wallClock(instant)).toISOString().slice(0, 10);
export const today = () => dayOf(now());
export const daysLater = (day, days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
export const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The Monday of that day's week, in every language: figures must not change with the language. */
export const mondayOf = (day) => daysLater(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/**
 * The first instant of a day, as the API takes it. Midnight may be missing on a day when clocks go forward, or be there
 * twice: so try the offsets of the day before and of the day after, and take the first that lies in the day.
 */
export function startOf(day) {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const offsets = [midnight - DAY_MS, midnight + DAY_MS].map((near) => wallClock(near) - near);
  const first = offsets.map((offset) => midnight - offset).sort((a, b) => a - b).find((instant) => dayOf(instant) === day);
  return new Date(first ?? midnight - offsets[0]).toISOString();
}
