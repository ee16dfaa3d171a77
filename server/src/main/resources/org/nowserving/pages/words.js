// The languages of the pages. The words are in words/en.json and so on: one flat list of keys for each language, with
// {names} for what is put in. A message that depends on a number has one text for each plural form of its language.

/** What there is, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch", ar: "العربية" };

const RIGHT_TO_LEFT = new Set(["ar"]);
const REMEMBERED = "nowserving-language";

/** How long the words of a language may take to come. */
const PATIENCE_MS = 6_000;

const loaded = new Map();
let messages = {};
let language = "en";

export function currentLanguage() {
  return language;
}

/** The language that somebody chose for this browser, or the first of the browser's that there is. */
export function usualLanguage() {
  const wanted = [localStorage.getItem(REMEMBERED), ...navigator.languages].filter(Boolean);
  return wanted.map((tag) => tag.split("-")[0]).find((tag) => tag in LANGUAGES) ?? "en";
}

/** Loads the words and puts them into the page; tells "language" on the window. */
export async function speak(wanted = usualLanguage()) {
  if (!loaded.has(wanted)) {
    const answer = await fetch(`/pages/words/${wanted}.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) {
      throw new Error(`there are no words for ${wanted}`);
    }
    loaded.set(wanted, await answer.json());
  }
  messages = loaded.get(wanted);
  language = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = RIGHT_TO_LEFT.has(wanted) ? "rtl" : "ltr";
  fill(document);
  document.documentElement.dataset.ready = "";
  dispatchEvent(new Event("language"));
}

/** Like speak(), as often as it takes: a page that was loaded the moment before the server went must not stay blank. */
export async function speakAtLast() {
  for (let pauseMs = 500; ; pauseMs = Math.min(2 * pauseMs, 10_000)) {
    try {
      return await speak();
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
    }
  }
}

/** Like speak(), and this browser keeps to it. */
export function keepSpeaking(wanted) {
  localStorage.setItem(REMEMBERED, wanted);
  return speak(wanted);
}

/** Whether there is a message of that key. */
export function hasWords(key) {
  return key in messages;
}

/** The message of that key; `values.count` chooses the plural form where there is more than one. */
export function say(key, values = {}) {
  let message = messages[key];
  if (message === undefined) {
    throw new Error(`no words for "${key}" in ${language}`);
  }
  if (typeof message === "object") {
    message = message[new Intl.PluralRules(language).select(values.count)] ?? message.other;
  }
  return message.replace(/\{(\w+)\}/g, (_, name) => inserted(values[name]));
}

/** Names and the like keep their own direction (U+2068, U+2069), whatever stands around them. */
function inserted(value) {
  return typeof value === "number" ? numberText(value) : `\u2068${value}\u2069`;
}

/** A ticket's or a table's number: always the digits that hang on the wall. */
export function numberText(value) {
  return String(value);
}

/** Which message explains this sentence of the server to people; the sentence itself where there is none. */
export function explain(sentence) {
  const key = `error.${sentence}`;
  return key in messages ? messages[key] : sentence;
}

/** How long, for people: "45 s", "12 min", "1 h 05 min". */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 1) {
    return say("duration.seconds", { s: whole });
  }
  if (minutes < 60) {
    return say("duration.minutes", { min: minutes });
  }
  return say("duration.hours", { h: Math.floor(minutes / 60), min: minutes % 60 });
}

/**
 * Puts words into everything below `root` that asks for them: data-words (its text), data-words-label (what a screen
 * reader calls it), data-words-placeholder.
 */
export function fill(root) {
  for (const element of root.querySelectorAll("[data-words]")) {
    element.textContent = say(element.dataset.words);
  }
  for (const element of root.querySelectorAll("[data-words-label]")) {
    element.setAttribute("aria-label", say(element.dataset.wordsLabel));
  }
  for (const element of root.querySelectorAll("[data-words-placeholder]")) {
    element.placeholder = say(element.dataset.wordsPlaceholder);
  }
}

/** Makes a <select> of all languages; it keeps what is chosen. */
export function offerLanguages(select) {
  select.replaceChildren(...Object.entries(LANGUAGES).map(([tag, name]) => {
    const option = new Option(name, tag, false, tag === language);
    option.lang = tag;
    return option;
  }));
  select.addEventListener("change", () => keepSpeaking(select.value));
}
