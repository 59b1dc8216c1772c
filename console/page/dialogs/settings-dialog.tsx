import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import type { Preferences } from '../state/preferences.ts'
import { languages } from '../texts/texts.ts'

/** What a user chooses for this browser, and signing out. */
export function SettingsDialog() {
  const texts = useTexts()
  const { store, prefer, signOut } = useConsole()
  const preferences = useView((state) => state.preferences)
  const user = useView((state) => state.session?.user)
  const switches = [
    ['hasSound', texts.prefSound],
    ['hasShortcuts', texts.prefShortcuts],
    ['enterSends', texts.prefEnter],
  ] as const
  return (
    <Dialog title={texts.settings} onClose={() => store.set({ dialog: undefined })}>
      <div class="stack">
        <label for="language">{texts.prefLanguage}</label>
        <select
          id="language"
          value={preferences.language}
          onChange={({ currentTarget: { value } }) => prefer({ language: value as Preferences['language'] })}
        >
          {Object.entries(languages).map(([code, { name }]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
        {switches.map(([name, text]) => (
          <label key={name} class="switch">
            <span>{text}</span>
            <input
              type="checkbox"
              role="switch"
              checked={preferences[name]}
              onChange={({ currentTarget: { checked } }) => prefer({ [name]: checked })}
            />
          </label>
        ))}
        <div class="row between">
          <button type="button" onClick={() => store.set({ dialog: 'shortcuts' })}>
            {texts.shortcuts} <kbd aria-hidden="true">?</kbd>
          </button>
          <button type="button" onClick={() => void signOut()}>
            {texts.signOut}
          </button>
        </div>
        <p class="quiet">{user !== undefined && texts.signedInAs(user.email, texts.roles[user.role])}</p>
      </div>
    </Dialog>
  )
}
