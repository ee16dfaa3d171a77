// What somebody chose for this screen; it is kept in this browser.

const REMEMBERED = "nowserving-display";
const USUAL = { chime: true, voice: true, theme: "dark" };

/** `chime` and `voice`: whether a call is heard so; `theme`: "dark" or "light". */
export const preferences = { ...USUAL, ...remembered() };

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED)) ?? {};
  } catch {
    return {}; // not readable, or not allowed
  }
}

export function prefer(chosen) {
  Object.assign(preferences, chosen);
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(preferences));
  } catch {
    // Not kept, then: it holds until the page is loaded anew.
  }
}
