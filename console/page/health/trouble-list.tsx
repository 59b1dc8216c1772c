import { useConsole, useTexts } from '../parts/context.ts'
import type { Trouble } from './troubles.ts'

/** Each trouble with its cause, and its command to copy. */
export function TroubleList({ troubles }: { readonly troubles: readonly Trouble[] }) {
  const texts = useTexts().health
  const { notify } = useConsole()
  if (troubles.length === 0) return null
  const copy = async (command: string): Promise<void> => {
    await navigator.clipboard.writeText(command)
    notify('good', texts.copied)
  }
  return (
    <section aria-label={texts.needs}>
      <ul class="troubles">
        {troubles.map(({ of, says, command }) => (
          <li key={`${of} ${says}`}>
            <h2>
              <bdi>{of}</bdi>
            </h2>
            <p>{says}</p>
            {command !== undefined && (
              <p class="row">
                <code>{command}</code>
                <button
                  type="button"
                  class="small"
                  aria-label={`${texts.copy}: ${command}`}
                  onClick={() => void copy(command)}
                >
                  {texts.copy}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
