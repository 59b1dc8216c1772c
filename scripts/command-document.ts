/** docs/reference/commands.md, as it follows from the commands' own `--help`. */
import { readdirSync } from 'node:fs'
import { type Argument, Command, type Option } from 'commander'

export const commandDocumentUrl = new URL('../docs/reference/commands.md', import.meta.url)

const introduction = `# Commands

This page is generated from the \`--help\` of each command: \`npm run docs:commands\`. Do not edit it by hand.

In a clone, write \`npm run pagebeat -- <command>\`. With Docker, write \`docker compose run --rm respond <command>\`.
To write the output to a file in a clone, use \`npm run pagebeat --silent -- <command> > <file>\`. Otherwise npm's own
lines are in it.

| exit status | meaning |
|---|---|
| 0 | The command did what it was asked, also if that was a dry run (\`--dry-run\`). |
| 1 | It failed, or a check found something. The reason is on standard error. |
| 1 | It needs \`--yes\`: it only printed what it would do, and changed nothing. |
| 65 | A file that you gave (storyboard, CSV) has mistakes. They are listed with their lines. |
| 78 | The environment variables, the tables or the settings of Redis are not usable. |
| 130 | You pressed Ctrl-C a second time. |
`

/** Every command that `--help` shows, with arguments and options. */
export async function commandDocument(): Promise<string> {
  const program = new Command('pagebeat')
  for (const register of await commandRegisters()) register(program)
  const sections = program.commands.toSorted(byName).flatMap((command) => sectionsOf(command, ['pagebeat']))
  return [introduction, ...sections].join('\n')
}

type Register = (program: Command) => void

/** Each adds one command of `bin/commands/` to a program. */
export async function commandRegisters(): Promise<Register[]> {
  const folder = new URL('../bin/commands/', import.meta.url)
  const modules = readdirSync(folder).map(
    async (file) => (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>,
  )
  return (await Promise.all(modules)).flatMap((module) =>
    Object.entries(module)
      .filter(([name]) => name.startsWith('register'))
      .map(([, register]) => register as Register),
  )
}

function sectionsOf(command: Command, path: readonly string[]): string[] {
  if (isHidden(command)) return []
  const own = [...path, command.name()]
  const inner = command.commands.flatMap((child) => sectionsOf(child, own))
  return [section(command, own), ...inner]
}

function section(command: Command, path: readonly string[]): string {
  const usage = [...path, ...command.registeredArguments.map(argumentName)].join(' ')
  const level = '#'.repeat(Math.min(path.length, 3))
  const parts = [`${level} ${path.join(' ')}`, command.description()]
  if (command.registeredArguments.length > 0) parts.push(`\`${usage}\``)
  const rows = [
    ...command.registeredArguments.filter(({ description }) => description !== '').map(argumentRow),
    ...command.options.map(optionRow),
  ]
  if (rows.length > 0)
    parts.push(['| argument or option | meaning | default |', '|---|---|---|', ...rows].join('\n'))
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function argumentName(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

function argumentRow(argument: Argument): string {
  return row(argumentName(argument), argument.description, argument.argChoices, undefined)
}

function optionRow({ flags, description, argChoices, defaultValue, negate }: Option): string {
  return row(flags, description, argChoices, negate ? undefined : defaultValue)
}

function row(
  name: string,
  meaning: string,
  choices: readonly string[] | undefined,
  initial: unknown,
): string {
  const list = choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`
  return `| \`${name}\` | ${meaning}${list} | ${initial === undefined ? '–' : `\`${show(initial)}\``} |`
}

function show(initial: unknown): string {
  return typeof initial === 'string' ? initial : JSON.stringify(initial)
}

/** What commander's own help leaves out. */
function isHidden(command: Command): boolean {
  return !(command.parent?.createHelp().visibleCommands(command.parent).includes(command) ?? true)
}

function byName(a: Command, b: Command): number {
  return a.name().localeCompare(b.name())
}
