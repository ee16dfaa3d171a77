// What an admin does away from the desk: figures, tables, members, history, visitors. One view at a time, named in the
// address; every five seconds the page looks after the server and the view that is shown, as long as somebody sees it.

import * as deskView from "./administration/desk-view.js";
import { write } from "./administration/element.js";
import * as figures from "./administration/figures.js";
import * as history from "./administration/history.js";
import * as members from "./administration/members.js";
import { sentenceFor } from "./administration/sentence.js";
import { enter, session, signOut } from "./administration/session.js";
import { tell } from "./administration/told.js";
import * as visitors from "./administration/visitors.js";
import { awaitTheDesk, desk, isAlive, loadNewPages } from "./desk.js";
import { offerLanguages, say, speakAtLast } from "./words.js";

const LOOK_EVERY_MS = 5_000;

const at = (id) => document.getElementById(id);

/** Each with refresh(), which asks the server and shows what it says, and render(), which shows what is known. */
const views = { figures, desk: deskView, members, history, visitors };

/** Views that change while one looks at them. */
const LIVE = new Set(["figures", "desk"]);

let serverAnswers = true;
let isIn = false;

// --- which view -------------------------------------------------------------------------------------------------------

function current() {
  const wanted = location.hash.slice(1);
  return Object.hasOwn(views, wanted) ? wanted : "figures";
}

function show() {
  const shown = current();
  for (const name of Object.keys(views)) {
    at(`${name}-view`).hidden = !isIn || name !== shown;
    const link = at("views").querySelector(`[href="#${name}"]`);
    if (name === shown) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  at("views").hidden = !isIn;
  at("sign-out").hidden = !isIn;
  at("nobody-in").hidden = isIn;
  write(at("who"), isIn ? session.name : "");
  title();
  if (isIn) {
    views[shown].render();
  }
}

function title() {
  const view = isIn ? at(`${current()}-title`).textContent : say("index.administration");
  document.title = desk.name === undefined ? view : `${view} · ${desk.name}`;
  write(at("desk-name"), desk.name ?? "");
}

addEventListener("hashchange", async () => {
  tell("");
  visitors.forget();
  show();
  at(`${current()}-title`).focus({ preventScroll: true });
  scrollTo(0, 0);
  if (desk.outdated) {
    await loadNewPages(); // if the server is away just now the old ones go on
  }
  if (isIn) {
    views[current()].refresh();
  }
});

// --- who is here ------------------------------------------------------------------------------------------------------

addEventListener("signed-in", () => {
  isIn = true;
  show();
});

at("sign-out").addEventListener("click", async () => {
  try {
    await signOut();
    location.reload(); // nothing of what was seen stays, not even in memory
  } catch (failure) {
    tell(sentenceFor(failure));
  }
});

// --- the server -------------------------------------------------------------------------------------------------------

function tellOfTheServer() {
  write(at("away"), serverAnswers ? "" : say("away"));
}

let looking = false;

async function look() {
  if (document.hidden || looking) {
    return;
  }
  looking = true;
  try {
    const before = serverAnswers;
    serverAnswers = await isAlive();
    tellOfTheServer();
    // While the dialog asks who is there, every further call would be one more failed attempt.
    if (serverAnswers && isIn && !at("sign-in").open && (!before || LIVE.has(current()))) {
      await views[current()].refresh();
    }
  } finally {
    looking = false;
  }
}

document.addEventListener("visibilitychange", look);

addEventListener("new-pages", () => {
  desk.outdated = true; // the next view is one of the new pages; what is typed here stays
});

addEventListener("language", () => {
  tell(""); // it was said in another language
  tellOfTheServer();
  show();
});

await speakAtLast();
offerLanguages(at("language"));
await awaitTheDesk(() => {
  serverAnswers = false;
  tellOfTheServer();
});
serverAnswers = true;
tellOfTheServer();
title();
setInterval(look, LOOK_EVERY_MS);
for (;;) {
  try {
    await enter();
    break;
  } catch {
    await new Promise((resolve) => { setTimeout(resolve, 1_000); }); // away, as the banner says
  }
}
await views[current()].refresh();
