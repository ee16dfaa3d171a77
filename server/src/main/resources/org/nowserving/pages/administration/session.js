// Who is signed in, the dialog that asks for it, and calls that wait for it: if a session is over in the middle of the
// work, the dialog comes up, and what was being done goes on afterwards. The cookie counts; the token that stands in the
// answer as well is not even read.

import { call, Refused } from "../desk.js";
import { say } from "../words.js";
import { sentenceFor, SomebodyElse } from "./sentence.js";

/** Changes may take longer than reads: the server waits for its database up to 10 s. */
const CHANGE_PATIENCE_MS = 30_000;

/** Who is signed in: `name`, or undefined. Only an admin ever stands here. */
export const session = {};

const dialog = document.getElementById("sign-in");
const form = dialog.querySelector("form");
const name = document.getElementById("sign-in-name");
const password = document.getElementById("sign-in-password");
const why = document.getElementById("sign-in-why");
const wrong = document.getElementById("sign-in-wrong");

let entering; // the promise that an admin is in, while nobody is
let entered;
let working = false;
let refused = {}; // what the dialog tells: { staff } somebody who is no admin, { failure }, or nothing

/** Resolves as soon as an admin is signed in: at once if one is. Throws Unreachable. */
export function enter() {
  entering ??= letIn().finally(() => { entering = undefined; });
  return entering;
}

async function letIn() {
  try {
    if (take(await call("GET", "/api/session"))) {
      return;
    }
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 401)) {
      throw failure;
    }
    refused = {};
  }
  await new Promise((resolve) => {
    entered = resolve;
    tell();
    name.value = session.name ?? "";
    dialog.showModal();
    (name.value === "" ? name : password).focus();
  });
}

/** Whether that is an admin, who may come in. */
function take(told) {
  if (told.role !== "admin") {
    refused = { staff: told.name };
    return false;
  }
  session.name = told.name;
  dispatchEvent(new Event("signed-in"));
  return true;
}

function tell() {
  why.textContent = refused.staff === undefined
    ? say("administration.sign-in.why")
    : say("administration.sign-in.no-admin", { name: refused.staff });
  wrong.textContent = refused.failure === undefined ? "" : sentenceFor(refused.failure);
  password.setAttribute("aria-invalid", String(refused.failure !== undefined));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (working) {
    return;
  }
  working = true;
  form.querySelector("button").setAttribute("aria-disabled", "true");
  refused = {};
  tell();
  try {
    const isIn = take(await call("POST", "/api/login", { name: name.value.trim(), password: password.value }));
    form.reset(); // BEFORE anything else is shown: no password stays in a page
    if (isIn) {
      dialog.close();
      entered();
    } else {
      name.focus();
    }
  } catch (failure) {
    refused = { failure };
    password.focus();
  } finally {
    working = false;
    form.querySelector("button").removeAttribute("aria-disabled");
    tell();
  }
});

// There is nothing behind it that could be seen without signing in; the link leads away.
dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.addEventListener("close", () => {
  if (entering !== undefined) {
    dialog.showModal();
  }
});
addEventListener("language", tell);

/** Ends the session. Whoever comes next has to sign in. */
export async function signOut() {
  try {
    await call("POST", "/api/logout");
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 401)) {
      throw failure;
    }
  }
  session.name = undefined;
}

/**
 * Does `what`; if nobody is signed in (any more), once again as soon as somebody is. A change is made for who was signed
 * in when it was asked for, or not at all: all tabs of a browser share one cookie, and somebody may have signed in as
 * another person in one of them.
 */
export async function goOn(what, { changes }) {
  const who = session.name;
  try {
    if (changes && (await call("GET", "/api/session")).name !== who) {
      await enterAs(who);
    }
    return await what();
  } catch (failure) {
    if (!(failure instanceof Refused) || (failure.status !== 401 && failure.status !== 403)) {
      throw failure;
    }
    await (changes ? enterAs(who) : enter());
    return what();
  }
}

/** As enter(); throws SomebodyElse if it is another admin who comes in. */
async function enterAs(who) {
  await enter();
  if (session.name !== who) {
    throw new SomebodyElse(session.name);
  }
}

/** A call that changes nothing. */
export const ask = (method, path, body) => goOn(() => call(method, path, body), { changes: false });

/** A call that changes something. */
export const change = (method, path, body) =>
  goOn(() => call(method, path, body, CHANGE_PATIENCE_MS), { changes: true });
