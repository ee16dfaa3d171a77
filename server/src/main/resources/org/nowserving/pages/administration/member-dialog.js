// The dialog for a new member, and for a new password of one that there is. A password that was made up is shown once
// more when it is set, and nowhere ever again.

import { say } from "../words.js";
import { write } from "./element.js";
import { madeUpPassword } from "./made-up.js";
import { sentenceFor } from "./sentence.js";
import { change } from "./session.js";

const at = (id) => document.getElementById(`member${id}`);
const dialog = at("");
const form = dialog.querySelector("form");
const name = at("-name");
const password = at("-password");
const role = at("-role");

let whose; // undefined for a new member, else the name of one that there is
let finished; // what to call when the dialog closes
let changed = false;
let working = false;
let madeUp; // the password that was made up here, if one was
let failure; // { sentence, field }: what is wrong, said in the language of the moment, and with which field

function render() {
  const isNew = whose === undefined;
  write(at("-title"), isNew ? say("administration.add") : say("administration.reset.title", { name: whose }));
  write(at("-sentence"), say(isNew ? "administration.add.sentence" : "administration.reset.sentence"));
  write(at("-do"), say(isNew ? "administration.add" : "administration.reset.do"));
  at("-name-field").hidden = !isNew;
  at("-role-field").hidden = !isNew;
  write(at("-wrong"), failure === undefined ? "" : failure.sentence());
  for (const field of [name, password]) {
    field.setAttribute("aria-invalid", String(failure?.field === field));
  }
  at("-do").setAttribute("aria-disabled", String(working));
  at("-leave").setAttribute("aria-disabled", String(working));
  at("-show").setAttribute("aria-pressed", String(password.type === "text"));
  form.hidden = changed;
  at("-done").hidden = !changed;
  write(at("-done-title"), !changed ? "" : say(isNew ? "administration.added" : "administration.reset.done", { name: whose ?? name.value.trim() }));
  write(at("-made-up"), changed ? password.value : "");
}

/** Shows the dialog; resolves, when it is closed, to the name whose password was set, or undefined. */
export function askForMember(member) {
  whose = member;
  changed = false;
  working = false;
  madeUp = undefined;
  failure = undefined;
  form.reset();
  password.type = "password";
  render();
  dialog.showModal();
  (whose === undefined ? name : password).focus();
  return new Promise((resolve) => { finished = resolve; });
}

function close() {
  const done = changed ? whose ?? name.value.trim() : undefined;
  form.reset(); // no password stays in a page
  changed = false;
  madeUp = undefined;
  password.type = "password";
  at("-made-up").textContent = "";
  dialog.close();
  finished(done);
}

function complain(sentence, field) {
  failure = { sentence, field };
  render();
  field.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (working || changed) {
    return;
  }
  if (whose === undefined && name.value.trim() === "") {
    complain(() => say("administration.name.missing"), name);
    return;
  }
  if (password.value === "") {
    complain(() => say("administration.password.missing"), password);
    return;
  }
  working = true;
  failure = undefined;
  render();
  try {
    if (whose === undefined) {
      await change("POST", "/api/staff", { name: name.value.trim(), password: password.value, role: role.value });
    } else {
      await change("PUT", `/api/staff/${encodeURIComponent(whose)}/password`, { password: password.value });
    }
    working = false;
    changed = true;
    if (password.value === madeUp) {
      render();
      at("-done-title").focus();
    } else {
      close(); // whoever typed it knows it
    }
  } catch (refusal) {
    working = false;
    complain(() => sentenceFor(refusal, { changes: true }), whose === undefined && refusal.status === 409 ? name : password);
  }
});

at("-make-up").addEventListener("click", () => {
  madeUp = madeUpPassword();
  password.value = madeUp;
  password.type = "text";
  failure = undefined;
  render();
});

at("-show").addEventListener("click", () => {
  password.type = password.type === "text" ? "password" : "text";
  render();
});

at("-leave").addEventListener("click", () => {
  if (!working) {
    close();
  }
});
at("-close").addEventListener("click", close);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  // A password that was made up is closed by its button only: it is shown once, and Escape is pressed without looking.
  if (!working && !changed) {
    close();
  }
});
addEventListener("language", () => {
  if (dialog.open) {
    render();
  }
});
