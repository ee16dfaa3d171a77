// Asks the screen to stay awake. Browsers grant that only to pages that came by https (or from the machine itself), and
// take it back whenever the page is not to be seen.

/** A screen that was refused once (its battery was low) is asked for again after this. */
const AGAIN_MS = 60_000;

let lock;

/** Whether this browser could keep the screen awake at all. */
export function canStayAwake() {
  return "wakeLock" in navigator;
}

/** From now on, for as long as the page is there. */
export function stayAwake() {
  if (!canStayAwake()) {
    return;
  }
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, AGAIN_MS);
  ask();
}

async function ask() {
  if (document.visibilityState !== "visible" || (lock && !lock.released)) {
    return;
  }
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    // Refused for now: asked again by itself.
  }
}
