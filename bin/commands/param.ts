/**
 * `pagebeat param`: the settings in the table `appParams`. Secrets are encrypted, and printed only with --show-secret.
 */
import type { Command } from 'commander'
import { type AppParam, secretType } from '../../src/db/pages/app-params.ts'
import { readSecret } from '../command-line/read-secret.ts'
import { Refused } from '../command-line/refused.ts'
import { withStore } from '../command-line/with-store.ts'
import { printJson, printLine, printable, writeBytes } from '../command-line/terminal.ts'

interface Json {
  readonly json?: true
}

export function registerParam(program: Command): void {
  const param = program
    .command('param')
    .description('list, read, write and delete settings in the table appParams')
    .addHelpText(
      'after',
      '\nA secret comes on standard input, so that it is in no shell history:\n' +
        '  pagebeat param set hub.secret --secret < secret.txt',
    )
  param
    .command('list [prefix]')
    .description(
      'list all parameters, or those whose key starts with the prefix; secrets without their value',
    )
    .option('--json', 'print JSON')
    .action(list)
  param
    .command('get <key>')
    .description('print the value of one parameter')
    .option('--show-secret', 'print the value even if it is a secret')
    .option('--json', 'print JSON')
    .action(get)
  param
    .command('set <key> [value]')
    .description('write one parameter')
    .option('--secret', 'encrypt the value, which comes on standard input')
    .option('--type <word>', 'what kind of value it is, in one word of yours (column paramType)')
    .option('--description <text>', 'what the parameter is for')
    .option('--json', 'print JSON')
    .action(set)
  param
    .command('reseal')
    .description(
      'encrypt every secret with the first key of PAGEBEAT_SECRET_KEY, so that you can remove the other keys',
    )
    .option('--json', 'print JSON')
    .action(reseal)
  param
    .command('remove <key>')
    .description('delete one parameter')
    .option('--json', 'print JSON')
    .action(remove)
}

async function list(prefix: string | undefined, { json }: Json): Promise<void> {
  const found = await withStore(({ params }) => params.list(prefix))
  if (json) return printJson(found, 2)
  for (const param of found) printLine(toLine(param))
  printLine(`${found.length} parameter${found.length === 1 ? '' : 's'}`)
}

function toLine({ key, value, description, isSecret }: AppParam): string {
  const shown = isSecret ? '(secret)' : (value ?? '(NULL)')
  return `${key} = ${shown}${description === undefined ? '' : `   # ${description}`}`
}

async function get(key: string, { json, showSecret }: Json & { showSecret?: true }): Promise<void> {
  await withStore(async ({ params }) => {
    const param = await params.find(key)
    if (param === undefined) throw new NoSuchParam(key)
    if (param.isSecret && !showSecret) {
      throw new Refused(
        `${param.key} is a secret. To print it in clear text: pagebeat param get ${param.key} --show-secret`,
      )
    }
    const value = await params.get(key)
    if (json) return printJson({ ...param, ...(value === undefined ? {} : { value }) })
    if (value === undefined)
      throw new Refused(
        `${param.key} has no value (NULL). To set it: pagebeat param set ${param.key} <value>`,
      )
    writeBytes(Buffer.from(`${value}\n`)) // a script wants the value itself
  })
}

interface SetOptions extends Json {
  readonly secret?: true
  readonly type?: string
  readonly description?: string
}

async function set(key: string, given: string | undefined, options: SetOptions): Promise<void> {
  requireSettable(key, options)
  const { secret: isSecret = false, json, type, description } = options
  if (isSecret && given !== undefined) {
    throw new Refused(
      'A secret must come on standard input: other users can read arguments in the list of processes',
    )
  }
  const value = isSecret ? await readSecret(`The value of ${key}`) : given
  if (value === undefined) throw new Refused(`The value is missing: \`pagebeat param set ${key} <value>\``)
  await withStore(({ params }) =>
    params.set({
      key,
      value,
      isSecret,
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
    }),
  )
  if (json) printJson({ key, isSecret })
  else printLine(`${key} is set.`)
}

/** A mistake must not write the token of a Page in clear text. */
function requireSettable(key: string, { secret, type }: SetOptions): void {
  if (key.trim() !== key || key === '' || key.length > 191) {
    throw new Refused('A key has 1 to 191 characters and no space at its start or end')
  }
  if (type?.toLowerCase() === secretType)
    throw new Refused(`Use --secret for a secret, not --type ${secretType}`)
  if (secret !== true && /^page\..*\.token$/i.test(key)) {
    throw new Refused('The token of a Page is a secret: use `pagebeat page token <pageId>`')
  }
}

async function reseal({ json }: Json): Promise<void> {
  const secrets = await withStore(({ params }) => params.reseal())
  if (json) return printJson({ secrets })
  printLine(
    `${secrets} secret${secrets === 1 ? ' is' : 's are'} encrypted with the first key. You can remove the other keys from PAGEBEAT_SECRET_KEY.`,
  )
}

async function remove(key: string, { json }: Json): Promise<void> {
  const removed = await withStore(({ params }) => params.remove(key))
  if (!removed) throw new NoSuchParam(key)
  if (json) printJson({ key, removed })
  else printLine(`${key} is deleted.`)
}

class NoSuchParam extends Refused {
  constructor(key: string) {
    super(`There is no parameter ${printable(key)}: see \`pagebeat param list\``)
  }
}
