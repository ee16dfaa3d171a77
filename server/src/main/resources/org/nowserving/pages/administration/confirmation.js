// The one dialog that asks before something is done that cannot be taken back. The safe choice has the focus, and what
// goes wrong is told in the dialog, so that nobody wonders which of the things on the page was refused.

import { say } from "../words.js";
import { element, write } from "./element.js";
import { sentenceFor } from "./sentence.js";

/** The second click of a double click on what opened the dialog must not hit what came under the pointer. */
const DOUBLE_CLICK_MS = 500;

const at = (id) => document.getElementById(`confirmation${id}`);
const dialog = at("");
const form = dialog.querySelector("form");
const word = at("-word");

let asked; // what is asked now
let shownSince = 0;
let working = false;
let opener;

/**
 * Asks, and does `action` if so chosen.
 *
 * @param question title: text; sentences: texts that say what happens; leave, act: what the two buttons say;
 *     again: { label, word } what has to be typed once more first, if something has to; action: does it
 * @returns what the action returned, wrapped as { done }; undefined if it was not wanted
 */
export function confirm(question) {
  return new Promise((resolve) => {
    opener = document.activeElement;
    asked = { ...question, resolve };
    write(at("-title"), question.title);
    at("-sentences").replaceChildren(...question.sentences.map((sentence) => element("p", {}, sentence)));
    write(at("-leave"), question.leave ?? say("administration.leave"));
    write(at("-do"), question.act);
    at("-again").hidden = question.again === undefined;
    write(at("-again").querySelector("label"), question.again?.label ?? "");
    word.value = "";
    at("-wrong").textContent = "";
    work(false);
    dialog.showModal();
    at("-leave").focus();
    shownSince = performance.now();
  });
}

const isTypedAgain = () =>
  asked.again === undefined || word.value.trim().toLowerCase() === asked.again.word.toLowerCase();

function work(busy) {
  working = busy;
  at("-do").setAttribute("aria-disabled", String(busy || !isTypedAgain()));
  at("-leave").setAttribute("aria-disabled", String(busy));
}

function close(answer) {
  const { resolve } = asked;
  word.value = "";
  at("-sentences").replaceChildren(); // there may be somebody's e-mail in it
  at("-title").textContent = "";
  asked = undefined;
  dialog.close();
  if (!opener?.isConnected || opener.closest("[hidden]")) {
    document.querySelector("main > section:not([hidden]) h1")?.focus(); // what was clicked is gone, as it should be
  }
  resolve(answer);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (working || performance.now() - shownSince < DOUBLE_CLICK_MS) {
    return;
  }
  if (!isTypedAgain()) {
    at("-wrong").textContent = say("administration.again.wrong");
    word.focus();
    return;
  }
  at("-wrong").textContent = "";
  work(true);
  try {
    const done = await asked.action();
    close({ done });
  } catch (failure) {
    at("-wrong").textContent = sentenceFor(failure, { changes: true });
    work(false);
    at("-leave").focus();
  }
});

word.addEventListener("input", () => work(working));
at("-leave").addEventListener("click", () => {
  if (!working) {
    close(undefined);
  }
});

// Escape is the safe choice, too; but not while it is being done.
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (!working) {
    close(undefined);
  }
});
