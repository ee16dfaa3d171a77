// Erasing a visitor: the right to be forgotten. The page forgets them as well, in every view.

import { explain, say } from "../words.js";
import { confirm } from "./confirmation.js";
import * as deskView from "./desk-view.js";
import * as history from "./history.js";
import { change } from "./session.js";
import { tell } from "./told.js";

const form = document.getElementById("erase");
const email = document.getElementById("erase-email");
const wrong = document.getElementById("erase-wrong");

let complaint;

export async function refresh() {}

export function render() {
  wrong.textContent = complaint?.() ?? "";
  email.setAttribute("aria-invalid", String(complaint !== undefined));
}

/** Nobody who comes to this page finds what another has typed into it. */
export function forget() {
  form.reset();
  complaint = undefined;
  render();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  tell("");
  const address = email.value.trim();
  complaint = /^[^\s@]+@[^\s@]+$/.test(address) ? undefined : () => explain("the email is not valid");
  render();
  if (complaint !== undefined) {
    email.focus();
    return;
  }
  const answer = await confirm({
    title: say("administration.erase.title", { email: address }),
    sentences: [say("administration.erase.confirm")],
    again: { label: say("administration.erase.again"), word: address },
    act: say("administration.erase.do"),
    action: () => change("DELETE", `/api/visitors/${encodeURIComponent(address)}`),
  });
  if (answer !== undefined) {
    forget();
    history.forget();
    deskView.forget();
    tell(say("administration.erased"));
  }
});

addEventListener("pageshow", ({ persisted }) => { if (persisted) { forget(); } });
