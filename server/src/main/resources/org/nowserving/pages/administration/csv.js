// Found tickets as a file. It comes as a stream, is gathered in memory and saved only when it is whole: an answer that the
// server had to break off must not look like a history.

import { fetchFrom, Unreachable } from "../desk.js";

/** Nothing at all for so long is the end: the server itself gives up sooner. */
const SILENCE_MS = 15_000;

/** How long all of it may take. */
const PATIENCE_MS = 30 * 60_000;

/** Loads what `criteria` find and gives it to the browser to save; tells `progress` how many bytes have come. */
export async function saveTickets(criteria, progress) {
  const answer = await fetchFrom("/api/tickets/search",
    { method: "POST", body: { ...criteria, format: "csv" }, patience: PATIENCE_MS });
  const pieces = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read());
      if (done) {
        break;
      }
      pieces.push(value);
      bytes += value.length;
      progress(bytes);
    }
  } catch (failure) {
    reader.cancel().catch(() => {});
    throw new Unreachable("the file broke off", { cause: failure });
  }
  save(new Blob(pieces, { type: "text/csv" }));
}

function withinSilence(read) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("nothing came")), SILENCE_MS);
  });
  return Promise.race([read, silence]).finally(() => clearTimeout(timer));
}

function save(file) {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = "tickets.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // a browser may ask first where to put it
}
