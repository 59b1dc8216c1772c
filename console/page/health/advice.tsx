import { useConsole, useTexts } from '../parts/context.ts'

/** A command, and a button that copies it. */
export function Command({ command }: { readonly command: string }) {
  const texts = useTexts().health
  const { notify } = useConsole()
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(command)
      notify('good', texts.copied)
    } catch {
      notify('bad', texts.notCopied)
    }
  }
  return (
    <span class="command">
      <code>{command}</code>
      <button
        type="button"
        class="small"
        aria-label={`${texts.copy}: ${command}`}
        onClick={() => void copy()}
      >
        {texts.copy}
      </button>
    </span>
  )
}

/** What to do, in the server's words: its commands, which stand in backticks, can be copied. */
export function Advice({ text }: { readonly text: string }) {
  const texts = useTexts().health
  return (
    <p>
      {texts.toDo}{' '}
      {text.split('`').map((part, index) => {
        if (index % 2 === 0) return part
        return part.startsWith('pagebeat ') ? (
          <Command key={index} command={part} />
        ) : (
          <code key={index}>{part}</code>
        )
      })}
    </p>
  )
}
