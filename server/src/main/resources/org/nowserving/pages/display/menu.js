// The settings of this screen. They come up when somebody touches it, and go by themselves.

import { allowSound, callChime, mayBeHeard } from "../chime.js";
import { LANGUAGES, currentLanguage, keepSpeaking } from "../words.js";
import { canStayAwake } from "./awake.js";
import { prefer, preferences } from "./preferences.js";
import { onVoices, voiceFor } from "./voice.js";

/** After how long without a touch it goes; later while somebody goes through it by keyboard, who may need longer. */
const SHOWN_MS = 5_000;
const SHOWN_TO_A_KEYBOARD_MS = 30_000;

const at = (id) => document.getElementById(id);
const menu = at("menu");
let timer;

export function offerMenu() {
  applyTheme();
  for (const type of ["pointermove", "pointerdown", "keydown", "focusin"]) {
    addEventListener(type, comeUp, { capture: true });
  }
  // A browser lets a page be heard from the first touch on, whatever it was that was touched.
  for (const type of ["pointerdown", "keydown"]) {
    addEventListener(type, () => allowSound(), { capture: true });
  }
  addEventListener("keydown", ({ key }) => { if (key === "Escape") { go(); } });
  at("chime").addEventListener("click", () => choose({ chime: !preferences.chime }));
  at("voice").addEventListener("click", () => choose({ voice: !preferences.voice }));
  at("light").addEventListener("click", () => choose({ theme: preferences.theme === "dark" ? "light" : "dark" }));
  at("full-screen").addEventListener("click", fillTheScreen);
  at("sound-on").addEventListener("click", tryTheSound);
  addEventListener("language", drawMenu);
  document.addEventListener("fullscreenchange", drawMenu);
  onVoices(drawMenu);
  mayBeHeard(); // asked now, because a browser needs a moment to find out
  drawMenu();
  go();
}

let pointer = "";

function comeUp(event) {
  // A pointer that lies still is told to have moved when the page moves below it.
  const place = `${event.screenX} ${event.screenY}`;
  if (event.type === "pointermove" && place === pointer) {
    return;
  }
  pointer = place;
  menu.hidden = false;
  delete document.body.dataset.unattended;
  clearTimeout(timer);
  timer = setTimeout(go, menu.querySelector(":focus-visible") ? SHOWN_TO_A_KEYBOARD_MS : SHOWN_MS);
}

function go() {
  clearTimeout(timer);
  if (menu.contains(document.activeElement)) {
    document.activeElement.blur();
  }
  menu.hidden = true;
  document.body.dataset.unattended = ""; // no pointer, either
}

async function choose(chosen) {
  prefer(chosen);
  applyTheme();
  drawMenu();
  if (chosen.chime) {
    await tryTheSound();
  }
}

function applyTheme() {
  document.documentElement.dataset.theme = preferences.theme === "light" ? "light" : "dark";
}

/** Whoever turns it on hears how loud it is. */
async function tryTheSound() {
  await allowSound();
  drawMenu();
  await callChime();
}

async function fillTheScreen() {
  try {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    } else {
      await document.documentElement.requestFullscreen();
    }
  } catch {
    // Not granted: it stays as it is.
  }
}

/** Draws it as things stand; nothing in it is made anew but the languages, so that nothing loses the focus. */
export function drawMenu() {
  press("chime", preferences.chime);
  press("voice", preferences.voice);
  press("light", preferences.theme === "light");
  press("full-screen", document.fullscreenElement !== null);
  at("full-screen").hidden = !document.fullscreenEnabled;
  at("no-voice").hidden = voiceFor(currentLanguage()) !== undefined;
  at("no-wake").hidden = canStayAwake();
  drawLanguages();
}

function press(id, isPressed) {
  at(id).setAttribute("aria-pressed", String(isPressed));
}

function drawLanguages() {
  if (at("languages").children.length === 0) {
    at("languages").replaceChildren(...Object.entries(LANGUAGES).map(([tag, name]) => {
      const button = document.createElement("button");
      button.textContent = name;
      button.lang = tag;
      button.addEventListener("click", () => keepSpeaking(tag));
      return button;
    }));
  }
  for (const button of at("languages").children) {
    button.setAttribute("aria-pressed", String(button.lang === currentLanguage()));
  }
}

/** The sign that nothing is heard stands there for as long as somebody wants it to be, and this browser does not let it. */
export function drawSoundOn() {
  at("sound-on").hidden = !(preferences.chime || preferences.voice) || mayBeHeard();
}
