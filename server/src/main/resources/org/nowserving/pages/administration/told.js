// The one line that tells what was done, read aloud by screen readers; it stays until something else is done.

const line = document.getElementById("told");

/** Tells it; an empty text takes back what was told. */
export function tell(text) {
  line.textContent = text;
}
