// The screen on the wall: which table serves which number. It hears numbers only, and looks after itself: whatever
// happens to the server or the network, it comes back, and shows the truth or says that it does not know it.

import { askForKey, keyInAddress } from "./device-key.js";
import { awaitTheDesk, desk, isAlive, loadNewPages, mayEnter, now } from "./desk.js";
import { currentLanguage, say, speakAtLast } from "./words.js";
import { Wire } from "./wire.js";
import { timeText } from "./zone.js";
import { Announcer } from "./display/announcer.js";
import { Board } from "./display/board.js";
import { drawBoard, measureDigits } from "./display/board-view.js";
import { drawSoundOn, offerMenu } from "./display/menu.js";
import { stayAwake } from "./display/awake.js";

/** What is heard after connecting is the present state until it is quiet for so long; and in any case after the second. */
const QUIET_MS = 500;
const SETTLED_AFTER_MS = 3_000;

/** A restart of the server that is over sooner is nothing that a hall needs to read about. */
const TELL_AFTER_MS = 2_000;

/**
 * For how long old numbers are shown, marked as old. A visit lasts some minutes: after two, most of them still hold. Later a
 * number sends people to tables that serve somebody else, and none is better.
 */
const OLD_FOR_MS = 120_000;

/**
 * New pages are loaded only after nothing was heard for so long: a call that is made while they come is not announced,
 * because a page that has just been opened takes it for one that has been there for long.
 */
const QUIET_BEFORE_NEW_PAGES_MS = 5_000;

const at = (id) => document.getElementById(id);
const key = keyInAddress();
const board = new Board();
const wire = new Wire("/display", { isAlive: isAliveStill, mayEnter });
const keyForm = askForKey(at("key-dialog"), () => wire.renew());

let isTrue = false; // whether the board is what the server says now
let lastTruth = { calls: [], open: [] };
let trueAt; // by the server's clock; undefined until there was any truth
let lostAt = performance.now(); // since when it is not; counts while !isTrue
let openedAt;
let heardAt; // when the last word came, or the state was complete
let quietTimer;
let isOutdated = false;
let areNewPagesComing = false;

const announcer = new Announcer((call) => board.holds(call), () => isTrue);

// --- what is true -----------------------------------------------------------------------------------------------------

/** "none", "true", "old" or "unknown": how far what is shown can be relied on. */
function age() {
  if (trueAt === undefined) {
    return "none";
  }
  if (isTrue) {
    return "true";
  }
  const awayMs = performance.now() - lostAt;
  if (awayMs > OLD_FOR_MS) {
    return "unknown";
  }
  return awayMs > TELL_AFTER_MS ? "old" : "true";
}

async function isAliveStill() {
  const alive = await isAlive();
  if (alive && isTrue) {
    trueAt = now();
  }
  return alive;
}

const truth = () => ({ calls: board.shown, open: board.open });

function lose() {
  if (isTrue) {
    lastTruth = truth();
    isTrue = false;
    lostAt = performance.now();
  }
  clearTimeout(quietTimer);
}

wire.addEventListener("state", ({ detail: state }) => {
  lose();
  if (state === "open") {
    keyForm.hide();
    board.beginAnew();
    openedAt = performance.now();
    awaitQuiet();
    learnTheOrder();
  }
  draw();
});

/** A server that was started anew may have another order of numbers: what was heard in the wrong one is heard again. */
async function learnTheOrder() {
  const order = desk.claimedOrder;
  if (await isAlive() && desk.claimedOrder !== order) {
    wire.renew();
  }
}

wire.addEventListener("word", ({ detail: word }) => {
  heardAt = performance.now();
  const call = board.hear(word, desk.claimedOrder);
  if (!isTrue) {
    awaitQuiet();
    return;
  }
  trueAt = now();
  draw();
  if (call) {
    announcer.add(call);
  }
});

/** Until the state has come the old picture stays: half of the truth looks like tables that have closed. */
function awaitQuiet() {
  clearTimeout(quietTimer);
  const longest = openedAt + SETTLED_AFTER_MS - performance.now();
  quietTimer = setTimeout(settle, Math.max(0, Math.min(QUIET_MS, longest)));
}

/** Who was called during an outage is announced now: their number may not have been seen by anybody. */
function settle() {
  isTrue = true;
  trueAt = now();
  heardAt = performance.now();
  const missed = board.settle();
  draw();
  missed.forEach((call) => announcer.add(call));
  announcer.goOn(); // with what waited when the connection was lost
}

// --- what is seen -----------------------------------------------------------------------------------------------------

let isDrawing = false;

/** Draws once for all words that come together. */
function draw() {
  if (!isDrawing) {
    isDrawing = true;
    requestAnimationFrame(() => {
      isDrawing = false;
      drawNow();
    });
  }
}

let drawn = "";

function drawNow() {
  const seen = { ...(isTrue ? truth() : lastTruth), age: age() };
  const sign = JSON.stringify([seen, currentLanguage()]);
  if (sign !== drawn) {
    drawn = sign;
    drawBoard(seen);
  }
  drawAway(seen.age);
  drawTop();
}

function drawAway(howOld) {
  const isLong = performance.now() - lostAt > TELL_AFTER_MS;
  let sentence = "";
  if (howOld === "old") {
    sentence = say("display.away", { time: clockText(trueAt) });
  } else if (howOld === "unknown" || (howOld === "none" && isLong)) {
    sentence = wire.state === "keyless" ? say("key.needed") : say("away");
  }
  write("away", sentence);
}

function drawTop() {
  write("clock", clockText(now()));
  write("desk-name", desk.name ?? "");
  document.title = desk.name ? `${say("display.title")} · ${desk.name}` : say("display.title");
}

/** Only what has changed, so that nothing is read aloud twice. */
function write(id, text) {
  if (at(id).textContent !== text) {
    at(id).textContent = text;
  }
}

/** The time of day at the desk, in the manner of the country, with the digits that hang on the wall. */
function clockText(ms) {
  const language = currentLanguage();
  const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
  return timeText(locale, ms, { timeStyle: "short", numberingSystem: "latn" });
}

// --- always -----------------------------------------------------------------------------------------------------------

addEventListener("language", () => {
  measureDigits();
  draw();
});
addEventListener("new-pages", () => { isOutdated = true; });

const isQuiet = () => isTrue && announcer.isIdle && performance.now() - heardAt > QUIET_BEFORE_NEW_PAGES_MS;

async function becomeNew() {
  if (isOutdated && !areNewPagesComing && isQuiet()) {
    areNewPagesComing = true;
    await loadNewPages();
    areNewPagesComing = false; // still here: the server is away, or the reload has begun
  }
}

setInterval(() => {
  draw();
  drawSoundOn();
  if (wire.state === "keyless") {
    keyForm.show(); // again, if somebody has sent it away: nothing else helps this screen
  }
  becomeNew();
}, 1000);

await speakAtLast();
offerMenu();
stayAwake();
await awaitTheDesk(draw);
if (key !== undefined) {
  await keyForm.tryKey(key);
}
wire.start();
