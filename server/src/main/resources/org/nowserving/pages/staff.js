import { speak } from "./words.js";

await speak();
