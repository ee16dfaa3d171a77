// Calls read aloud, by the voices that this machine has itself: one that is lent by a service far away would fail with
// the network, and would tell somebody else what is called here.

/** A browser that never says that it has spoken must not keep the next call waiting. */
const PATIENCE_MS = 9_000;

/** A little slower than people read to themselves: a hall echoes. */
const RATE = 0.9;

/** The voice for that language; undefined where this machine has none. */
export function voiceFor(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find(({ lang, localService }) => localService && lang.split(/[-_]/)[0].toLowerCase() === language);
}

/** Calls `changed` when the browser has found voices, which may be a while after it began to look. */
export function onVoices(changed) {
  globalThis.speechSynthesis?.addEventListener("voiceschanged", changed);
}

/** Reads it aloud; resolves when that is over, at once where there is no voice. Never rejects. */
export function readAloud(text, language) {
  const voice = voiceFor(language);
  if (voice === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    // The marks around names that are for the eye only (U+2068, U+2069) are nothing to be read.
    const utterance = new SpeechSynthesisUtterance(text.replace(/[\u2068\u2069]/g, ""));
    Object.assign(utterance, { voice, lang: voice.lang, rate: RATE });
    const patience = setTimeout(() => {
      speechSynthesis.cancel();
      resolve();
    }, PATIENCE_MS);
    for (const end of ["end", "error"]) {
      utterance.addEventListener(end, () => {
        clearTimeout(patience);
        resolve();
      });
    }
    speechSynthesis.speak(utterance);
  });
}
