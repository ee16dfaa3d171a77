// The keys of the page. Single letters can be switched off (WCAG 2.1.4): who speaks to their computer says letters.

import { isOn } from "./memory.js";

/** Where the keyboard does not write Latin letters, the place of the key counts. */
function letterOf(event) {
  if (/^[a-z/?]$/i.test(event.key)) {
    return event.key.toLowerCase();
  }
  if (event.key === "؟") {
    return "?";
  }
  return event.key.length === 1 && event.key > "\u00ff" && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

/** Whether what is typed belongs to something else. */
function isSpokenFor(event) {
  const on = event.target;
  return event.defaultPrevented || event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey
    || document.querySelector("dialog[open], :popover-open") !== null
    || on.isContentEditable || on.closest?.("input, select, textarea") !== null && on !== document;
}

/** @param acts what each key does: { n: …, Enter: … }; Enter only where it presses nothing else */
export function listenForKeys(acts) {
  addEventListener("keydown", (event) => {
    if (!isOn("letters") || isSpokenFor(event)) {
      return;
    }
    const key = letterOf(event);
    if (key === "Enter" && document.activeElement.matches("button, a[href], summary")) {
      return;
    }
    const act = Object.hasOwn(acts, key) ? acts[key] : undefined;
    if (act !== undefined) {
      event.preventDefault();
      act();
    }
  });
}
