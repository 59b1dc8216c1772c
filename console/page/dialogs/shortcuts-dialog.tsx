import { shownKeys } from '../keyboard/key-list.ts'
import { useConsole, useTexts } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'

/** All keys, and what they do. */
export function ShortcutsDialog() {
  const texts = useTexts()
  const { store } = useConsole()
  return (
    <Dialog title={texts.shortcuts} class="keys" onClose={() => store.set({ dialog: undefined })}>
      <dl class="keys">
        {shownKeys.map(([name, ...keys]) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{texts.keys[name]}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{texts.shortcutsHint}</p>
    </Dialog>
  )
}
