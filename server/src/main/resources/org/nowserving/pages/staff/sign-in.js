// Signing in: at the door, or in a dialog over the page when the token has died. One form, in two places.

import { Refused, call } from "../desk.js";
import { explain, say } from "../words.js";
import { at, isUsable, setUsable } from "./elements.js";

const name = at("name");
const password = at("password");
const wrong = at("sign-in-wrong");
const button = at("sign-in-button");

/** Tells `signedIn` the member's name. The token in the answer is not looked at: the cookie is what counts. */
export class SignIn {
  #signedIn;
  #dialog = at("again");
  #waitUntil = 0;

  constructor(signedIn) {
    this.#signedIn = signedIn;
    at("sign-in").addEventListener("submit", (event) => {
      event.preventDefault();
      if (isUsable(button)) {
        this.#try();
      }
    });
    at("not-now").addEventListener("click", () => this.#dialog.close());
  }

  /** Nobody is signed in: the form is the page. */
  atTheDoor() {
    this.#dialog.close();
    this.#moveTo(at("at-the-door"));
    if (at("door").hidden) {
      at("door").hidden = false;
      this.#focus();
    }
  }

  /** Somebody was: the page stays as it is behind the form. */
  again(member) {
    if (this.#dialog.open) {
      return;
    }
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    this.#moveTo(at("at-the-dialog"));
    name.value = member;
    this.#complain("");
    this.#dialog.showModal();
    this.#focus();
  }

  /** Somebody is signed in. */
  leave() {
    at("door").hidden = true;
    this.#dialog.close();
  }

  /** For somebody else. */
  forget() {
    name.value = "";
    this.#complain("");
  }

  /** Once a second. */
  tick() {
    const left = Math.ceil((this.#waitUntil - performance.now()) / 1000);
    if (this.#waitUntil !== 0) {
      this.#complain(left > 0 ? say("staff.sign-in.wait", { count: left }) : "");
      setUsable(button, left <= 0);
      this.#waitUntil = left > 0 ? this.#waitUntil : 0;
    }
  }

  /** What was said was said in another language. */
  languageChanged() {
    this.#complain("");
  }

  #moveTo(place) {
    if (at("sign-in").parentElement !== place) {
      place.append(at("sign-in"));
    }
  }

  #focus() {
    (name.value === "" ? name : password).focus();
  }

  #complain(sentence) {
    if (wrong.textContent !== sentence) {
      wrong.textContent = sentence;
    }
    password.setAttribute("aria-invalid", String(sentence !== ""));
  }

  async #try() {
    if (name.value.trim() === "" || password.value === "") {
      this.#complain(say("staff.sign-in.both"));
      this.#focus();
      return;
    }
    const shown = { name: name.value, password: password.value };
    this.#complain("");
    setUsable(button, false);
    try {
      const session = await call("POST", "/api/login", shown);
      this.leave();
      this.#signedIn(session.name);
    } catch (failure) {
      this.#failed(failure);
    } finally {
      password.value = "";
      setUsable(button, this.#waitUntil === 0);
    }
  }

  #failed(failure) {
    if (failure instanceof Refused && failure.status === 429) {
      this.#waitUntil = performance.now() + 1000 * Math.max(1, failure.retryAfterSeconds);
      this.tick();
    } else if (failure instanceof Refused) {
      this.#complain(failure.status === 503 ? say("staff.sign-in.busy") : explain(failure.message));
    } else {
      this.#complain(say("unreachable"));
    }
    password.focus();
  }
}
