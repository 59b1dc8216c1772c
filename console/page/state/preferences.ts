/** What a user chose for this browser. */
import { fieldOf, readStored, writeStored } from './storage.ts'

export interface Preferences {
  readonly language: 'en' | 'de'
  readonly hasSound: boolean
  readonly hasShortcuts: boolean
  /** Enter sends a message, Shift+Enter begins a line. */
  readonly enterSends: boolean
}

const name = 'pagebeat.preferences'

/** The language is the browser's, if the page knows it. */
export function loadPreferences(languages: readonly string[]): Preferences {
  const known = languages.map((one) => one.slice(0, 2)).find((one) => one === 'en' || one === 'de')
  const usual: Preferences = {
    language: known === 'de' ? 'de' : 'en',
    hasSound: true,
    hasShortcuts: true,
    enterSends: true,
  }
  const kept = readStored(name)
  const chosen = (wanted: 'hasSound' | 'hasShortcuts' | 'enterSends'): boolean => {
    const value = fieldOf(kept, wanted)
    return typeof value === 'boolean' ? value : usual[wanted]
  }
  const language = fieldOf(kept, 'language')
  return {
    language: language === 'en' || language === 'de' ? language : usual.language,
    hasSound: chosen('hasSound'),
    hasShortcuts: chosen('hasShortcuts'),
    enterSends: chosen('enterSends'),
  }
}

export function savePreferences(preferences: Preferences): void {
  writeStored(name, preferences)
}
