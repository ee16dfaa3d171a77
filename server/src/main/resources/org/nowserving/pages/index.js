// The way to the four pages, and the place where a browser shows its device key.

import { forgetKey, keyInAddress, showKey } from "./device-key.js";
import { desk, isAlive } from "./desk.js";
import { offerLanguages, say, speakAtLast } from "./words.js";

const key = keyInAddress();
const form = document.querySelector("form");
const said = form.querySelector("output");

async function show(shown) {
  said.value = "…";
  const { good, sentence } = await showKey(shown);
  if (good) {
    form.reset(); // BEFORE it says so, because this also takes back what was said
  }
  said.value = sentence;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(form.elements.key.value);
});
form.elements.forget.addEventListener("click", async () => {
  said.value = await forgetKey();
});

await speakAtLast();
offerLanguages(document.querySelector("#language"));
if (key !== undefined) {
  await show(key);
}
if (await isAlive() && desk.name) {
  document.querySelector("#desk-name").textContent = desk.name;
  document.title = desk.name;
} else {
  said.value = say("unreachable");
}
