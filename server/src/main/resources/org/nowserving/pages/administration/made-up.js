// A password that is good and can be read out over a telephone: four made-up words of three syllables.

/** Sixteen consonants and four vowels make 64 syllables, of 6 bits each, and none of them looks like another. */
const CONSONANTS = "bdfghjkmnprstvwz";
const VOWELS = "aeiu";

const WORDS = 4;
const SYLLABLES = 3;

/** 72 random bits, such as "rudeka-mifasi-batunu-pevigi". */
export function madeUpPassword() {
  const chance = crypto.getRandomValues(new Uint8Array(WORDS * SYLLABLES));
  const syllables = [...chance].map((byte) => CONSONANTS[byte & 15] + VOWELS[(byte >> 4) & 3]);
  return Array.from({ length: WORDS }, (_, word) =>
    syllables.slice(word * SYLLABLES, (word + 1) * SYLLABLES).join("")).join("-");
}
