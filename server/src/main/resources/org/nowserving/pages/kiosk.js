// Where visitors sign in: e-mail, name, number. Three steps, of which one is shown; whatever happens, the page comes back
// to the first one by itself and has forgotten who was here.

import { askForKey, keyInAddress } from "./device-key.js";
import { awaitTheDesk, desk, isAlive, loadNewPages, mayEnter } from "./desk.js";
import { LANGUAGES, currentLanguage, explain, say, speak, speakAtLast, usualLanguage } from "./words.js";
import { Lost, Wire } from "./wire.js";

/** How long the number is shown. */
const DONE_MS = 10_000;

/** After how long without a touch the page asks whether somebody is there, and for how long it waits for an answer. */
const IDLE_MS = 45_000;
const STILL_THERE_S = 15;

/** A second tap within this time is the same tap: the finger that pressed "Next" must not press what came in its place. */
const DOUBLE_TAP_MS = 600;

/** A `new` whose answer was lost is said again for as long as the server knows it, less this for the way. */
const ON_THE_WAY_S = 5;

/**
 * Where this side gave the connection up, the server may take it for alive: until it has noticed (within 10 s), the same
 * `new` would be another ticket.
 */
const UNTIL_IT_IS_NOTICED_MS = 11_000;

const at = (id) => document.getElementById(id);
const steps = { email: at("email-step"), name: at("name-step"), done: at("done-step") };
const email = at("email");
const nameField = at("name");
const key = keyInAddress();
const wire = new Wire("/kiosk", { isAlive, mayEnter });
const keyForm = askForKey(at("key-dialog"), () => wire.renew());

let shownSince = 0;
let touchedAt = 0;
let doneTimer;
let pending; // the sign-in that is under way: { line, saidAt, notBefore, isWaiting }, saidAt only once it was said

// --- the steps --------------------------------------------------------------------------------------------------------

function show(step) {
  for (const [name, element] of Object.entries(steps)) {
    element.hidden = name !== step;
  }
  shownSince = performance.now();
  document.body.dataset.step = step;
}

/** From the beginning, for somebody else. Nothing of the last one is left, not even what can be undone. */
function startAnew() {
  clearInterval(doneTimer);
  pending = undefined;
  touchedAt = performance.now();
  at("still-there").close();
  steps.email.reset();
  steps.name.reset();
  complain(email, "");
  complain(nameField, "");
  at("ticket").textContent = "";
  at("done-title").textContent = "";
  knowsTheName = false;
  work(false);
  show("email");
  if (currentLanguage() !== usualLanguage()) {
    speak(usualLanguage()).catch(() => {}); // the server is away: the next one starts in this language
  }
  if (desk.outdated) {
    loadNewPages();
  }
  // On a tablet the keyboard would cover the page before anybody touched it.
  if (matchMedia("(pointer: fine)").matches) {
    email.focus();
  }
}

function complain(field, sentence) {
  at(`${field.id}-wrong`).textContent = sentence;
  field.setAttribute("aria-invalid", String(sentence !== ""));
}

/** Shows that something is under way; what could be pressed again cannot. */
function work(busy) {
  for (const button of document.querySelectorAll(".step button.first")) {
    button.setAttribute("aria-disabled", String(busy));
  }
  at("sign-in").textContent = say(busy ? "kiosk.working" : "kiosk.sign-in");
  email.readOnly = busy;
  nameField.readOnly = busy;
}

const isBusy = () => at("sign-in").getAttribute("aria-disabled") === "true";
const isDoubleTap = () => performance.now() - shownSince < DOUBLE_TAP_MS;

// --- e-mail -----------------------------------------------------------------------------------------------------------

let knowsTheName = false;

function titleTheName() {
  at("name-title").textContent = say(knowsTheName ? "kiosk.name.known" : "kiosk.name.title");
}

/** The name fills itself in for a visitor who was here before. If that fails it is typed: the query is a convenience. */
steps.email.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isBusy() || isDoubleTap()) {
    return;
  }
  const address = email.value.trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) {
    complain(email, explain("the email is not valid"));
    email.focus();
    return;
  }
  complain(email, "");
  work(true);
  const reply = await wire.ask(`query ${address}`).catch(() => "");
  if (email.value.trim() !== address || !isBusy() || steps.email.hidden) {
    return; // the page started anew meanwhile
  }
  work(false);
  if (reply === "error query the email is not valid" || reply === "error query the message is malformed") {
    complain(email, explain("the email is not valid"));
    email.focus();
    return;
  }
  knowsTheName = reply.startsWith("success query ");
  nameField.value = knowsTheName ? reply.slice("success query ".length) : "";
  titleTheName();
  show("name");
  if (knowsTheName) {
    at("sign-in").focus();
  } else {
    nameField.focus();
  }
});

// --- name -------------------------------------------------------------------------------------------------------------

at("back").addEventListener("click", () => {
  if (pending?.saidAt !== undefined) {
    return; // it may have been heard
  }
  pending = undefined;
  work(false);
  tellOfTheServer();
  complain(nameField, "");
  nameField.value = "";
  show("email");
  email.focus();
});

steps.name.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isBusy() || isDoubleTap()) {
    return;
  }
  const name = nameField.value.trim();
  if (name === "") {
    complain(nameField, explain("a name is required"));
    nameField.focus();
    return;
  }
  complain(nameField, "");
  work(true);
  pending = { line: `new ${email.value.trim()} ${name}` };
  signIn();
});

/**
 * Says what is pending, as soon as there is a connection. If the connection ends before the answer the same is said
 * again on the next one: the server gives the same ticket then, for a while.
 */
async function signIn() {
  const asked = pending;
  if (asked === undefined || wire.state !== "open") {
    tellOfTheServer();
    return;
  }
  if (asked.saidAt !== undefined && !await mayAskAgain(asked)) {
    return;
  }
  asked.saidAt ??= performance.now();
  let reply;
  try {
    reply = await wire.ask(asked.line);
  } catch (lost) {
    if (!(lost instanceof Lost)) {
      throw lost;
    }
    if (!lost.isForgotten) {
      asked.notBefore = asked.saidAt + UNTIL_IT_IS_NOTICED_MS;
    }
    return; // said again by the next "open"
  }
  if (asked !== pending) {
    return; // the visitor has gone; the ticket waits, and staff will call it
  }
  const ticket = reply.match(/^success new (.+)$/)?.[1];
  if (ticket === undefined) {
    refuse(explain(reply.replace(/^error (new )?/, "")), reply);
  } else {
    done(JSON.parse(ticket).id);
  }
}

/** Waits until the same may be said again; resolves to false where it may not any more, or is not wanted any more. */
async function mayAskAgain(asked) {
  if (asked.isWaiting) {
    return false; // connections came and went meanwhile: whoever waits already asks, and asks once
  }
  const wait = (asked.notBefore ?? 0) - performance.now();
  if (wait > 0) {
    asked.isWaiting = true;
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    asked.isWaiting = false;
  }
  if (asked !== pending || wire.state !== "open") {
    return false; // the next "open" asks again
  }
  if (performance.now() - asked.saidAt > (desk.duplicateWindowSeconds - ON_THE_WAY_S) * 1000) {
    refuse(say("kiosk.in-doubt"));
    return false;
  }
  return true;
}

function refuse(sentence, reply = "") {
  pending = undefined;
  at("still-there").close();
  work(false);
  if (reply === "error new the email is not valid") {
    show("email");
    complain(email, sentence);
    email.focus();
  } else {
    complain(nameField, sentence);
    nameField.focus();
  }
}

// --- the number -------------------------------------------------------------------------------------------------------

function done(id) {
  pending = undefined;
  at("still-there").close(); // whoever waited for it would not see the number behind it
  // BEFORE the number is shown: whoever comes next must not see who this was.
  steps.email.reset();
  steps.name.reset();
  work(false);
  at("ticket").textContent = id;
  titleTheNumber();
  show("done");
  at("done-title").focus();
  touched();
  doneTimer = setInterval(() => {
    const left = 1 - (performance.now() - touchedAt) / DONE_MS; // a touch keeps it: some read slowly
    at("time-left").value = Math.max(0, left);
    if (left <= 0) {
      startAnew();
    }
  }, 100);
}

/** The number is read aloud with its sentence. */
function titleTheNumber() {
  const title = at("done-title");
  const number = document.createElement("span");
  number.className = "heard";
  number.textContent = ` ${at("ticket").textContent}`;
  title.replaceChildren(say("kiosk.done.title"), number);
}

at("close").addEventListener("click", () => {
  if (!isDoubleTap()) {
    startAnew();
  }
});

// --- nobody there -----------------------------------------------------------------------------------------------------

const touched = () => { touchedAt = performance.now(); };
for (const type of ["pointerdown", "keydown", "input"]) {
  addEventListener(type, touched, { capture: true });
}

const hasSomethingToForget = () => steps.email.hidden || email.value !== "" || currentLanguage() !== usualLanguage();

setInterval(() => {
  if (!hasSomethingToForget() || !steps.done.hidden) {
    return;
  }
  const idleMs = performance.now() - touchedAt;
  const dialog = at("still-there");
  if (idleMs > IDLE_MS + STILL_THERE_S * 1000) {
    startAnew();
  } else if (idleMs > IDLE_MS) {
    const left = Math.ceil((IDLE_MS + STILL_THERE_S * 1000 - idleMs) / 1000);
    at("still-there-sentence").textContent = say("kiosk.still-there.sentence", { count: left });
    if (!dialog.open) {
      dialog.showModal();
    }
  }
}, 250);

// Whatever is touched while it asks is an answer.
at("still-there").addEventListener("click", () => at("still-there").close());

// A browser that goes back to this page must not bring back what was typed.
addEventListener("pageshow", (event) => { if (event.persisted) { startAnew(); } });
addEventListener("pagehide", () => { steps.email.reset(); steps.name.reset(); });

// --- languages --------------------------------------------------------------------------------------------------------

function offerLanguages() {
  const buttons = [...at("languages").children];
  if (buttons.length > 0) {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.lang === currentLanguage()));
    }
    return; // the pressed one keeps the focus
  }
  at("languages").replaceChildren(...Object.entries(LANGUAGES).map(([tag, name]) => {
    const button = document.createElement("button");
    button.textContent = name;
    button.lang = tag;
    button.setAttribute("aria-pressed", String(tag === currentLanguage()));
    // Not kept: the next visitor finds the usual language again.
    button.addEventListener("click", () => speak(tag).catch(tellOfTheServer));
    return button;
  }));
}

addEventListener("language", () => {
  offerLanguages();
  titleTheName();
  work(isBusy());
  if (!steps.done.hidden) {
    titleTheNumber();
  }
  for (const field of [email, nameField]) {
    complain(field, ""); // it was said in another language
  }
  titleThePage();
  tellOfTheServer();
});

// --- the server -------------------------------------------------------------------------------------------------------

function tellOfTheServer() {
  const away = wire.state === "away" || serverNeverAnswered;
  at("away").textContent = away ? say(pending ? "kiosk.away.typed" : "away") : "";
}

let serverNeverAnswered = false;

function titleThePage() {
  at("desk-name").textContent = desk.name ?? "";
  document.title = desk.name ? `${say("kiosk.title")} · ${desk.name}` : say("kiosk.title");
}

wire.addEventListener("state", ({ detail: state }) => {
  tellOfTheServer();
  if (state === "open") {
    keyForm.hide();
    signIn();
  } else if (state === "keyless") {
    keyForm.show();
  }
});

addEventListener("new-pages", () => {
  desk.outdated = true; // the next startAnew() loads the new ones
});

await speakAtLast();
startAnew();
await awaitTheDesk(() => {
  serverNeverAnswered = true;
  tellOfTheServer();
});
serverNeverAnswered = false;
titleThePage();
tellOfTheServer();
if (key !== undefined) {
  await keyForm.tryKey(key);
}
wire.start();
