import { once } from '../../once.ts'
import { languageTables } from '../languages/language-tables.ts'
import { createLexicon, type Lexicon } from './lexicon.ts'

/** All language tables, ready for reading. Made at the first use: most processes read no text. */
export const lexicons = once((): readonly Lexicon[] => languageTables.map(createLexicon))
