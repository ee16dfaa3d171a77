// Shows the desk's key once, after which this browser has a cookie that no script can read. The key is typed in, or
// stands behind #key= in the address: what follows the # is sent to nobody.

const form = document.querySelector("form");
const said = form.querySelector("output");

async function ask(method, request, done) {
  said.value = "…";
  try {
    const answer = await fetch("/api/device", { method, ...request });
    if (answer.ok) {
      form.reset(); // BEFORE it says so, because this also takes back what was said
    }
    said.value = answer.ok ? done : (await answer.json()).error;
  } catch {
    said.value = "The server does not answer. Please try again.";
  }
}

function show(key) {
  return ask(
    "POST",
    { headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key }) },
    "This browser may be a kiosk or a display now.");
}

/** Takes the key out of the address BEFORE anything else, so that nobody reads it off the screen or the history. */
function keyInAddress() {
  const key = location.hash.match(/^#key=(.+)$/)?.[1];
  if (key !== undefined) {
    history.replaceState(null, "", location.pathname);
  }
  return key;
}

/** Browsers write some signs of a key as %22 and the like; a % that means itself may stand there, too. */
function decoded(key) {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(form.elements.key.value);
});
form.elements.forget.addEventListener("click", () => ask("DELETE", {}, "This browser shows no key any more."));

const key = keyInAddress();
if (key !== undefined) {
  show(decoded(key));
}
