// Sounds, made here: nothing is loaded. A browser lets a page be heard only after somebody has touched it, unless it was
// started with --autoplay-policy=no-user-gesture-required.

let audio;

/** Whether sounds would be heard; false until somebody touches the page, in most browsers. */
export function mayBeHeard() {
  audio ??= new AudioContext();
  return audio.state === "running";
}

/** Call it while a touch or a key is being handled. */
export async function allowSound() {
  audio ??= new AudioContext();
  await audio.resume();
}

/** Notes one after the other, each a frequency in Hz and how loud it is from 0 to 1. Resolves when they are over. */
function play(notes, secondsEach) {
  if (!mayBeHeard()) {
    return Promise.resolve();
  }
  const end = notes.reduce((at, { hertz, loudness }) => {
    const tone = new OscillatorNode(audio, { type: "sine", frequency: hertz });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + 0.012); // a tone that begins at once clicks
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 1.6 * secondsEach);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 1.7 * secondsEach);
    return at + secondsEach;
  }, audio.currentTime + 0.02);
  return new Promise((resolve) => { setTimeout(resolve, (end - audio.currentTime + 0.7 * secondsEach) * 1000); });
}

/** A number is called: two falling notes, to be heard in a hall. */
export function callChime() {
  return play([{ hertz: 659.3, loudness: 0.5 }, { hertz: 523.3, loudness: 0.5 }], 0.45);
}

/** Somebody has come: one soft note. */
export function arrivalChime() {
  return play([{ hertz: 880, loudness: 0.12 }], 0.25);
}
