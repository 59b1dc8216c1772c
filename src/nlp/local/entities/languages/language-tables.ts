/** The languages in which numbers, dates, times and money are read. */
import { german } from './de.ts'
import { english } from './en.ts'
import { spanish } from './es.ts'
import { french } from './fr.ts'
import { italian } from './it.ts'
import type { LanguageTable } from './language-table.ts'
import { portuguese } from './pt.ts'

export const languageTables: readonly LanguageTable[] = [
  english,
  german,
  spanish,
  french,
  portuguese,
  italian,
]
