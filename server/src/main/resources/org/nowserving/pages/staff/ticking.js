// Times that run: every element of class "ticking" shows how long it is since its data-since (in ms of the server's clock).

import { desk, now } from "../desk.js";
import { duration, say } from "../words.js";
import { made, setText } from "./elements.js";

/** How long, to the second: "4:07", "1:04:07". */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part) => String(part).padStart(2, "0");
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(min)}:${two(s)}` : `${min}:${two(s)}`;
}

/** Seconds are seen; a screen reader hears the minutes. */
export function madeTicking(className = "") {
  const seen = made("span", "number");
  seen.setAttribute("aria-hidden", "true");
  seen.dir = "ltr";
  return made("span", `ticking ${className}`, made("span", "late-sign"), seen, made("span", "heard"));
}

/** From when on it runs; `atLeast` where nobody knows how long it ran before. */
export function setSince(element, sinceMs, { mayBeLate = false, atLeast = false } = {}) {
  element.dataset.since = sinceMs;
  element.dataset.mayBeLate = mayBeLate;
  element.dataset.atLeast = atLeast;
  tick(element);
}

function tick(element) {
  const seconds = (now() - Number(element.dataset.since)) / 1000;
  const isLate = element.dataset.mayBeLate === "true" && seconds > desk.longWaitSeconds;
  const [sign, seen, heard] = element.children;
  const atLeast = element.dataset.atLeast === "true";
  element.classList.toggle("late", isLate);
  setText(sign, isLate ? say("staff.late") : "");
  setText(seen, atLeast ? `≥ ${clock(seconds)}` : clock(seconds));
  setText(heard, atLeast ? say("staff.at-least", { time: duration(seconds) }) : duration(seconds));
  element.closest("li")?.classList.toggle("late", isLate);
}

/** All of them, once a second. */
export function keepTicking(andAlso) {
  setInterval(() => {
    document.querySelectorAll(".ticking").forEach(tick);
    andAlso();
  }, 1000);
}
