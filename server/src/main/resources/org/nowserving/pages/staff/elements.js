// Elements, made and changed without ever replacing one that somebody may be on.

export const at = (id) => document.getElementById(id);

/** An element of that kind, with its class and children. */
export function made(kind, className = "", ...children) {
  const element = document.createElement(kind);
  element.className = className;
  element.append(...children);
  return element;
}

/** Changes a text only where it differs: a screen reader would read the same one again. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A button that cannot be pressed now stays where it is, and keeps the focus. */
export function setUsable(button, usable) {
  button.setAttribute("aria-disabled", String(!usable));
}

export const isUsable = (button) => button.getAttribute("aria-disabled") !== "true";

/** Calls `act` for each press that counts. */
export function onPress(button, act) {
  button.addEventListener("click", (event) => {
    if (isUsable(button)) {
      act(event);
    }
  });
}

/**
 * Makes the children of `list` those of `entries`, in their order; each keeps its element for as long as it is there.
 *
 * @param entries of [key, value]
 * @param make makes the element of a key
 * @param update brings the element up to date
 * @return whether the focus was in an element that is gone
 */
export function keep(list, entries, make, update) {
  const old = new Map([...list.children].map((element) => [element.dataset.key, element]));
  const wanted = new Set(entries.map(([key]) => String(key)));
  let lostFocus = false;
  for (const [key, element] of old) {
    if (!wanted.has(key)) {
      lostFocus ||= element.contains(document.activeElement);
      element.remove();
    }
  }
  let place = list.firstElementChild;
  for (const [key, value] of entries) {
    let element = old.get(String(key));
    if (element === undefined) {
      element = make(value);
      element.dataset.key = key;
    }
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(element, place);
    }
    update(element, value);
  }
  return lostFocus;
}
