import { fill, type Phrase, type PhraseValues } from '../../src/domain/phrase.ts'
import type { Said } from '../api/phrase.ts'
import { type TroubleCode, troubles } from '../api/troubles.ts'

/** A trouble in English, and by its phrases. They stand behind each other. */
export function tellTrouble(...said: readonly Phrase<TroubleCode>[]): { says: string; said: Said } {
  return { says: inEnglish(said), said: toSaid(said) }
}

/** What the trouble is of. */
export function tellOf(code: TroubleCode, values?: PhraseValues): { of: string; ofSaid: Said } {
  const said = [phrase(code, values)]
  return { of: inEnglish(said), ofSaid: toSaid(said) }
}

export function phrase(code: TroubleCode, values?: PhraseValues): Phrase<TroubleCode> {
  return values === undefined ? { code } : { code, values }
}

function inEnglish(said: readonly Phrase<TroubleCode>[]): string {
  return said.map(({ code, values }) => fill(troubles[code], values)).join('')
}

/** Lists of the schema may be changed by their owner. */
function toSaid(said: readonly Phrase<TroubleCode>[]): Said {
  return said.map(({ code, values }) => (values === undefined ? { code } : { code, values: { ...values } }))
}
