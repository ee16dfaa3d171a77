// Numbers for people, in their language.

import { say } from "../words.js";
import { locale } from "./times.js";

/** What stands where there is nothing to count. */
export const NOTHING = "–";

export const count = (number) => new Intl.NumberFormat(locale()).format(number);

export const share = (number) => new Intl.NumberFormat(locale(), { style: "percent" }).format(number);

export const megabytes = (bytes) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(bytes / 1e6);

/** How long, to the second where seconds matter: "45 s", "3 min 5 s", "12 min", "1 h 5 min". */
export function span(seconds) {
  if (seconds === null) {
    return NOTHING;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return say("duration.seconds", { s: whole });
  }
  if (whole < 600) {
    return say("administration.minutes-seconds", { min: Math.floor(whole / 60), s: whole % 60 });
  }
  const minutes = Math.round(whole / 60);
  return minutes < 60
    ? say("duration.minutes", { min: minutes })
    : say("duration.hours", { h: Math.floor(minutes / 60), min: minutes % 60 });
}
