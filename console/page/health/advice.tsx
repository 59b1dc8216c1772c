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
    <span class="row">
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
  const parts = text.split('`')
  const commands = parts.filter((part, index) => index % 2 === 1 && part.startsWith('pagebeat '))
  const isCommand = parts.length === 3 && commands.length === 1 && parts[0] === '' && parts[2] === ''
  return (
    <>
      {!isCommand && (
        <p>{parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</p>
      )}
      {commands.map((command) => (
        <p key={command}>
          <Command command={command} />
        </p>
      ))}
    </>
  )
}
