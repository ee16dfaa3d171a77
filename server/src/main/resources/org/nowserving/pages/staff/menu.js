// What is needed seldom: sound, keys, language, password, signing out.

import { Refused, call } from "../desk.js";
import { currentLanguage, explain, offerLanguages, say } from "../words.js";
import { at } from "./elements.js";
import { isOn, switchOn } from "./memory.js";

const form = at("password-form");
const dialog = at("password-dialog");
const wrong = at("password-wrong");
const [fresh, same] = [at("new-password"), at("same-password")];

function complain(sentence) {
  wrong.textContent = sentence;
  for (const field of [fresh, same]) {
    field.setAttribute("aria-invalid", String(sentence !== ""));
  }
}

/** @param acts signOut and showKeys; told is called with a sentence, me() tells the member's name */
export function openMenu({ signOut, showKeys, told, me }) {
  for (const setting of ["sound", "letters"]) {
    at(setting).checked = isOn(setting);
    at(setting).addEventListener("change", () => {
      switchOn(setting, at(setting).checked);
      showLetters();
    });
  }
  showLetters();
  for (const select of [at("language"), at("door-language")]) {
    offerLanguages(select);
    addEventListener("language", () => { select.value = currentLanguage(); });
  }
  at("show-keys").addEventListener("click", () => {
    at("menu").hidePopover();
    showKeys();
  });
  at("sign-out").addEventListener("click", signOut);
  at("change-password").addEventListener("click", () => {
    at("menu").hidePopover();
    form.reset();
    complain("");
    at("password-owner").value = me();
    dialog.showModal();
    fresh.focus();
  });
  at("password-keep").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => form.reset());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changePassword(me(), told);
  });
}

/** Keys that do nothing are not shown. */
function showLetters() {
  document.body.classList.toggle("no-letters", !isOn("letters"));
  at("keys-off").hidden = isOn("letters");
}

async function changePassword(name, told) {
  if (fresh.value !== same.value) {
    complain(say("staff.password.differ"));
    same.focus();
    return;
  }
  try {
    await call("PUT", `/api/staff/${encodeURIComponent(name)}/password`, { password: fresh.value });
    dialog.close();
    told(say("staff.password.changed"));
  } catch (failure) {
    complain(failure instanceof Refused ? explain(failure.message) : say("unreachable"));
    fresh.focus();
  }
}
