/**
 * A sentence, or a piece of one, by its code: the console has it in the language of its reader. In a template a value
 * stands as `{name}`, or as `{name|kind}` where it is shown in a way of its own.
 */
export interface Phrase<Code extends string = string> {
  readonly code: Code
  readonly values?: PhraseValues
}
export type PhraseValues = Readonly<Record<string, string | number>>

/** Shows a value. `kind`: what stands behind the bar. */
export type ShowValue = (value: string | number, kind: string | undefined) => string

/** The template with its values. A value that is not known stays as `<name>`, as in the help of a command. */
export function fill(template: string, values: PhraseValues = {}, show: ShowValue = showPlain): string {
  return template.replaceAll(/\{(\w+)(?:\|(\w+))?\}/g, (_, name: string, kind?: string) => {
    const value = values[name]
    return value === undefined ? `<${name}>` : show(value, kind)
  })
}

/** `time`: in UTC. `words`: without the underscores of a code. `quoted`: in quotes, on one line. `span`: of seconds. */
const showPlain: ShowValue = (value, kind) => {
  if (kind === 'time') return new Date(value).toISOString()
  if (kind === 'span') return spanOf(Number(value))
  if (kind === 'quoted') return JSON.stringify(value)
  return kind === 'words' ? String(value).replaceAll('_', ' ') : String(value)
}

function spanOf(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`
  return `${Math.round(seconds / 3_600)} hours`
}
