// Times by the time zone of the desk, whatever this browser's clock and place are.

import { desk } from "./desk.js";

let asked; // the zone that this browser was asked about last
let known; // whether it knows that one

/** Java knows zones that a browser may not ("Z", "GMT+2"). */
function isKnown() {
  if (known === undefined || asked !== desk.timeZone) {
    asked = desk.timeZone;
    try {
      new Intl.DateTimeFormat("en", { timeZone: asked });
      known = true;
    } catch {
      known = false;
    }
  }
  return known;
}

/** The desk's time zone, or UTC where this browser does not know that; the browser's own before the server told any. */
export function zone() {
  return isKnown() ? desk.timeZone : "UTC";
}

/** The instant in the desk's zone, as `Intl.DateTimeFormat` writes it; if it had to be in UTC the text says so. */
export function timeText(locale, instant, how) {
  const text = new Intl.DateTimeFormat(locale, { ...how, timeZone: zone() }).format(new Date(instant));
  return isKnown() ? text : `${text} UTC`;
}
