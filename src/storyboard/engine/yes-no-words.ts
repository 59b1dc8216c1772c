/**
 * Words of yes and no by language, as customers write them. `yes` and `no` begin a text or are all of it ("yes please"),
 * `aloneYes` and `aloneNo` are all of it. `unclear` looks like one of them and is neither.
 */
import type { YesNoWords } from './yes-no-entry.ts'
import { yesNoOfLatin } from './yes-no-latin.ts'
import { yesNoOfScripts } from './yes-no-scripts.ts'

export const yesNoWords: Readonly<Record<string, YesNoWords>> = { ...yesNoOfLatin, ...yesNoOfScripts }

/** Signs that need no language. */
export const yesSigns = '👍 👌 ✅ ✔ ☑ 🆗 💯 🙆 🤝 🫡 ⭕ 🙂‍↕'.split(' ')
export const noSigns = '👎 ❌ ✖ ❎ 🚫 ⛔ 🙅 🛑 🙂‍↔ ✗ ✘'.split(' ')
