// Elements made by script, and lists of them that change without taking the focus away.

/** An element with these properties ("class" and names with a dash are attributes), and texts or elements in it. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class" || name.includes("-")) {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children);
  return made;
}

/** Changes a text only if it is another one: a live region is read aloud whenever it is touched. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of `list` those of `items`, in their order. An item that was there before keeps its element (and
 * with it the focus); `make` makes one, `update` shows an item in its element. If the element that had the focus goes,
 * the next one gets it, or `orElse` if there is none.
 */
export function showItems(list, items, { key, make, update, orElse }) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
  const position = focused === null ? -1 : [...list.children].indexOf(focused);
  const wanted = items.map((item) => {
    const name = String(key(item));
    const child = before.get(name) ?? make(item);
    child.dataset.key = name;
    update(child, item);
    return child;
  });
  for (const child of [...list.children]) {
    if (!wanted.includes(child)) {
      child.remove();
    }
  }
  wanted.forEach((child, index) => {
    if (list.children[index] !== child) {
      list.insertBefore(child, list.children[index] ?? null);
    }
  });
  if (focused !== null && !focused.isConnected) {
    const next = wanted[Math.min(position, wanted.length - 1)];
    (next?.querySelector("button") ?? orElse).focus();
  }
}
