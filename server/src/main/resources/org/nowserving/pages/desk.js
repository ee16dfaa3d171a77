// What the server says about the desk, and calls of its API (docs/API.md).

/** How long a call may take before the server counts as away. */
const PATIENCE_MS = 6_000;

/** The server did not answer a call. */
export class Unreachable extends Error {}

/** The server refused a call; `retryAfterSeconds` is 0 where it did not say when to try again. */
export class Refused extends Error {
  constructor(status, sentence, retryAfterSeconds = 0) {
    super(sentence);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One call of the API that answers with a whole response. Throws Unreachable or Refused. */
export async function fetchFrom(path, { method = "GET", body, patience = PATIENCE_MS } = {}) {
  const request = { method, signal: AbortSignal.timeout(patience), credentials: "same-origin" };
  if (body !== undefined) {
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, request);
  } catch (failure) {
    throw new Unreachable("the server does not answer", { cause: failure });
  }
  if (!answer.ok) {
    throw new Refused(answer.status, await sentenceIn(answer), Number(answer.headers.get("Retry-After")) || 0);
  }
  return answer;
}

async function sentenceIn(answer) {
  try {
    return (await answer.json()).error ?? "";
  } catch {
    return "";
  }
}

/** One call of the API; resolves to the JSON of its answer, or undefined where the answer has none. */
export async function call(method, path, body, patience) {
  const answer = await fetchFrom(path, { method, body, patience });
  if (answer.status === 204) {
    return undefined;
  }
  try {
    return await answer.json();
  } catch (failure) {
    throw new Unreachable("the answer broke off", { cause: failure });
  }
}

/**
 * The desk as the server told last: its `name`, how many `tables`, its `timeZone`, the order of the numbers in
 * `claimed` (`claimedOrder`), and from when on a visitor waits for long (`longWaitSeconds`).
 */
export const desk = {};

let aheadMs = 0;

/** The server's time, in ms; tablets are often wrong by minutes. */
export function now() {
  return Date.now() + aheadMs;
}

/** Asks the server about the desk; throws Unreachable or Refused. */
export async function learnTheDesk() {
  const before = Date.now();
  const told = await call("GET", "/api/desk");
  const tripMs = Date.now() - before;
  aheadMs = Date.parse(told.now) + tripMs / 2 - Date.now();
  if (desk.pages !== undefined && desk.pages !== told.pages) {
    dispatchEvent(new Event("new-pages")); // the server was upgraded, this page is the old one
  }
  Object.assign(desk, told);
}

/** Whether the server gives a sign of life. */
export async function isAlive() {
  try {
    await learnTheDesk();
    return true;
  } catch (failure) {
    return failure instanceof Refused; // it answers
  }
}

export async function loadNewPages() { if (await isAlive()) { location.reload(); } }

/** Asks until the server answers: nothing works without. Tells `waiting` each time that it did not. */
export async function awaitTheDesk(waiting) {
  for (let pauseMs = 500; ; pauseMs = Math.min(2 * pauseMs, 10_000)) {
    try {
      return await learnTheDesk();
    } catch {
      waiting();
      await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
    }
  }
}

/**
 * Whether this browser may be a kiosk or a display. One that shows a key which is no longer good forgets it at once:
 * showing it again and again would count as guessing, for every device of this address.
 */
export async function mayEnter() {
  try {
    await call("GET", "/api/device");
    return true;
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 401) {
      await call("DELETE", "/api/device").catch(() => {});
      return false;
    }
    return true; // not known: knock
  }
}
