// How a kiosk's or a display's browser gets in where the desk has device keys: the key is typed in, or stands behind
// #key= in the address, which is sent to nobody. It is shown once; from then on this browser has a cookie that no script
// can read.

import { call, Refused } from "./desk.js";
import { say } from "./words.js";

/** Takes the key out of the address BEFORE anything else, so that nobody reads it off the screen or the history. */
export function keyInAddress() {
  const key = location.hash.match(/^#key=(.+)$/)?.[1];
  if (key === undefined) {
    return undefined;
  }
  history.replaceState(null, "", location.pathname);
  return decoded(key);
}

/** Browsers write some signs of a key as %22 and the like; a % that means itself may stand there, too. */
function decoded(key) {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Shows the key; resolves to what to tell the person who gave it, and whether it let this browser in. */
export async function showKey(key) {
  try {
    await call("POST", "/api/device", { key });
    return { good: true, sentence: say("key.shown") };
  } catch (failure) {
    return { good: false, sentence: sentenceFor(failure) };
  }
}

/** Gives the cookie back; resolves to what to tell. */
export async function forgetKey() {
  try {
    await call("DELETE", "/api/device");
    return say("key.forgotten");
  } catch (failure) {
    return sentenceFor(failure);
  }
}

function sentenceFor(failure) {
  if (!(failure instanceof Refused)) {
    return say("unreachable");
  }
  return failure.status === 429 ? say("key.too-many") : say("key.wrong");
}

/**
 * A kiosk and a display that are not let in ask for the key themselves: makes the form inside `dialog`, and shows it until
 * a key was good. `entered` is called then.
 */
export function askForKey(dialog, entered) {
  const form = dialog.querySelector("form");
  const said = dialog.querySelector("output");
  let isShowing = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isShowing) {
      return; // each one counts
    }
    isShowing = true;
    const { good, sentence } = await showKey(form.elements.key.value);
    isShowing = false;
    said.value = good ? "" : sentence;
    if (good) {
      form.reset();
      dialog.close();
      entered();
    }
  });
  return {
    show() {
      if (!dialog.open) {
        dialog.showModal();
      }
    },
    hide() {
      dialog.close();
    },
    /** Shows the key of the address; if it is not good, the form says so when it is shown. */
    async tryKey(key) {
      const { good, sentence } = await showKey(key);
      said.value = good ? "" : sentence;
    },
  };
}
