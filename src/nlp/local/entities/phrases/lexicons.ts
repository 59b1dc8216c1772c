import { languageTables } from '../languages/language-tables.ts'
import { createLexicon, type Lexicon } from './lexicon.ts'

export const lexicons: readonly Lexicon[] = languageTables.map(createLexicon)
