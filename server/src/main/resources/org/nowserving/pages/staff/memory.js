// What this browser remembers of a staff member. Never a token, never a visitor.

const RESUME = "nowserving-staff-table";
const LAST = "nowserving-staff-last-tables";
const CLAIMED_AT = "nowserving-staff-claimed-at";

/** How many members' last tables are kept on a shared device, and how many tickets' times. */
const MOST_REMEMBERED = 50;

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? {};
  } catch {
    return {}; // somebody else wrote there
  }
}

function write(storage, key, entries) {
  storage.setItem(key, JSON.stringify(Object.fromEntries(Object.entries(entries).slice(-MOST_REMEMBERED))));
}

/**
 * The table at which this window sits down again by itself. A new window of the same person begins without one; one that
 * the browser duplicates has a copy, and takes the table over.
 */
export function tableToResume(name) {
  const kept = read(sessionStorage, RESUME);
  return kept.name === name ? kept.table : undefined;
}

export function rememberTable(name, table) {
  sessionStorage.setItem(RESUME, JSON.stringify({ name, table }));
  const { [name]: _, ...others } = read(localStorage, LAST);
  write(localStorage, LAST, { ...others, [name]: table });
}

export function forgetTable() {
  sessionStorage.removeItem(RESUME);
}

/** The table that this person had last in this browser: theirs to pick again, also while the server keeps it for them. */
export function lastTable(name) {
  return read(localStorage, LAST)[name];
}

/** Since when a ticket is being served, in ms of the server's clock; kept because the wire does not tell it again. */
export function claimedAt(ticket) {
  return read(sessionStorage, CLAIMED_AT)[`${ticket.id} ${ticket.start}`];
}

export function rememberClaimedAt(ticket, ms) {
  write(sessionStorage, CLAIMED_AT, { ...read(sessionStorage, CLAIMED_AT), [`${ticket.id} ${ticket.start}`]: ms });
}

/** A setting of this browser that is on until somebody switches it off. */
export function isOn(setting) {
  return localStorage.getItem(`nowserving-staff-${setting}`) !== "off";
}

export function switchOn(setting, on) {
  localStorage.setItem(`nowserving-staff-${setting}`, on ? "on" : "off");
}
