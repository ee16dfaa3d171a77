// Who works here: add, remove, a new password.

import { say } from "../words.js";
import { confirm } from "./confirmation.js";
import { element, showItems, write } from "./element.js";
import { askForMember } from "./member-dialog.js";
import { sentenceFor } from "./sentence.js";
import { ask, change, session } from "./session.js";
import { tell } from "./told.js";

const at = (id) => document.getElementById(id);

let members; // as the server told last
let failure;
let asked = 0;

export async function refresh() {
  const mine = ++asked;
  try {
    const { staff } = await ask("GET", "/api/staff");
    if (mine === asked) {
      members = staff;
      failure = undefined;
      render();
    }
  } catch (refusal) {
    if (mine === asked) {
      failure = refusal;
      render();
    }
  }
}

function make({ name }) {
  const reset = element("button", {});
  reset.addEventListener("click", () => resetPassword(name));
  const remove = element("button", { class: "danger" });
  remove.addEventListener("click", () => removeMember(name));
  return element("li", { class: "card" }, element("bdi", { class: "grow name" }), element("span", { class: "quiet role" }), reset, remove);
}

function update(row, { name, role }) {
  const [who, what, reset, remove] = row.children;
  write(who, name);
  const roleText = say(role === "admin" ? "administration.role.admin" : "administration.role.staff");
  write(what, name === session.name ? say("administration.you", { role: roleText }) : roleText);
  write(reset, say("administration.reset"));
  reset.setAttribute("aria-label", say("administration.reset.of", { name }));
  write(remove, say("administration.remove"));
  remove.setAttribute("aria-label", say("administration.remove.member", { name }));
}

async function resetPassword(name) {
  if (await askForMember(name) !== undefined) {
    tell(say("administration.reset.done", { name }));
  }
}

async function removeMember(name) {
  const answer = await confirm({
    title: say("administration.remove.title", { name }),
    sentences: [
      say("administration.remove.sentence"),
      ...(name === session.name ? [say("administration.remove.yourself")] : []),
    ],
    leave: say("administration.remove.leave"),
    act: say("administration.remove"),
    action: () => change("DELETE", `/api/staff/${encodeURIComponent(name)}`),
  });
  if (answer !== undefined) {
    tell(say("administration.removed", { name }));
  }
  refresh();
}

at("add-member").addEventListener("click", async () => {
  const name = await askForMember();
  if (name !== undefined) {
    tell(say("administration.added", { name }));
    refresh();
  }
});

export function render() {
  write(at("members-wrong"), failure === undefined ? "" : sentenceFor(failure));
  if (members !== undefined) {
    showItems(at("member-list"), members, { key: ({ name }) => name, make, update, orElse: at("members-title") });
  }
}
