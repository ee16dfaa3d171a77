// Whose ticket it is. A visitor who was erased has a name and an e-mail on the wire that are nobody's.

import { say } from "../words.js";

/** What the server puts in the place of an e-mail that was erased. */
const ERASED = "erased@invalid";

export const nameOf = ({ email, name }) => (email === ERASED ? say("administration.erased-visitor") : name);

export const emailOf = ({ email }) => (email === ERASED ? "" : email);
