/** `pagebeat param`: the settings in the table `appParams`. Secrets are encrypted, and shown only when that is asked for. */
import type { Command } from 'commander'
import { type AppParam, secretType } from '../../src/db/pages/app-params.ts'
import { printable } from '../command-line/printable.ts'
import { readSecret } from '../command-line/read-secret.ts'
import { Refused } from '../command-line/refused.ts'
import { withStore } from '../command-line/with-store.ts'

interface Json {
  readonly json?: true
}

export function registerParam(program: Command): void {
  const param = program.command('param').description('settings in the table appParams')
  param
    .command('list [prefix]')
    .description('all parameters, or those that begin so; never the value of a secret')
    .option('--json', 'as JSON')
    .action(list)
  param
    .command('get <key>')
    .description('the value of one parameter')
    .option('--show-secret', 'also when it is a secret')
    .option('--json', 'as JSON')
    .action(get)
  param
    .command('set <key> [value]')
    .description('write one parameter')
    .option('--secret', 'encrypt it; the value comes on standard input')
    .option('--type <word>', "what the value is, in your own words; kept in the seed's paramType")
    .option('--description <text>', 'what it is for')
    .option('--json', 'as JSON')
    .action(set)
  param
    .command('reseal')
    .description(
      'encrypt every secret with the first of the keys in PAGEBEAT_SECRET_KEY, so that the others can go',
    )
    .option('--json', 'as JSON')
    .action(reseal)
  param.command('remove <key>').description('delete one parameter').option('--json', 'as JSON').action(remove)
}

async function list(prefix: string | undefined, { json }: Json): Promise<void> {
  const found = await withStore(({ params }) => params.list(prefix))
  if (json) return console.log(JSON.stringify(found, null, 2))
  for (const param of found) console.log(toLine(param))
  console.log(`${found.length} parameter${found.length === 1 ? '' : 's'}`)
}

function toLine({ key, value, description, isSecret }: AppParam): string {
  const shown = isSecret ? '(secret)' : (value ?? '(NULL)')
  return printable(`${key} = ${shown}${description === undefined ? '' : `   # ${description}`}`)
}

async function get(key: string, { json, showSecret }: Json & { showSecret?: true }): Promise<void> {
  await withStore(async ({ params }) => {
    const param = await params.find(key)
    if (param === undefined) throw new NoSuchParam(key)
    if (param.isSecret && !showSecret) {
      throw new Refused(`${param.key} is a secret: --show-secret prints it in the clear`)
    }
    const value = await params.get(key)
    if (json) return console.log(JSON.stringify({ ...param, ...(value === undefined ? {} : { value }) }))
    if (value === undefined) throw new Refused(`${param.key} is NULL`)
    console.log(value)
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
    throw new Refused('a secret comes on standard input, not as an argument: others could read it there')
  }
  const value = isSecret ? await readSecret(`The value of ${key}`) : given
  if (value === undefined) throw new Refused(`which value? \`pagebeat param set ${key} <value>\``)
  await withStore(({ params }) =>
    params.set({
      key,
      value,
      isSecret,
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
    }),
  )
  console.log(json ? JSON.stringify({ key, isSecret }) : `${printable(key)} is set`)
}

/** A Page's token must not get into the table in the clear by a slip. */
function requireSettable(key: string, { secret, type }: SetOptions): void {
  if (key.trim() !== key || key === '' || key.length > 191) {
    throw new Refused('a key has 1 to 191 characters, and no space at its ends')
  }
  if (type?.toLowerCase() === secretType)
    throw new Refused(`for a secret say --secret, not --type ${secretType}`)
  if (secret !== true && /^page\..*\.token$/i.test(key)) {
    throw new Refused('a token is a secret: `pagebeat page token <pageId>`')
  }
}

async function reseal({ json }: Json): Promise<void> {
  const secrets = await withStore(({ params }) => params.reseal())
  if (json) return console.log(JSON.stringify({ secrets }))
  console.log(
    `${secrets} secret${secrets === 1 ? ' is' : 's are'} encrypted with the first key; the others can go`,
  )
}

async function remove(key: string, { json }: Json): Promise<void> {
  const removed = await withStore(({ params }) => params.remove(key))
  if (!removed) throw new NoSuchParam(key)
  console.log(json ? JSON.stringify({ key, removed }) : `${printable(key)} is removed`)
}

class NoSuchParam extends Refused {
  constructor(key: string) {
    super(`There is no parameter ${printable(key)}: see \`pagebeat param list\``)
  }
}
