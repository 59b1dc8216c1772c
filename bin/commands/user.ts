/** `pagebeat user`: who may sign in to the console. */
import { type Command, InvalidArgumentError } from 'commander'
import { readConfig } from '../../src/config.ts'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { type ConsoleUser, type ConsoleUsers, createConsoleUsers } from '../../src/db/console/users.ts'
import { isUserRole, type UserRole, userRoles } from '../../src/domain/console-user.ts'
import { hashPassword, leastPasswordLength } from '../../src/http/password.ts'
import { readSecret } from '../command-line/read-secret.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'

interface Json {
  readonly json?: true
}

const json = ['--json', 'print JSON'] as const

export function registerUser(program: Command): void {
  const user = program
    .command('user')
    .description('add, list, change and remove the users of the console')
    .addHelpText(
      'after',
      '\nA viewer reads, with personal data masked. An agent also answers customers. An admin also mends.\n' +
        '  pagebeat user add eva@example.com --role agent --name "Eva Stein" < password.txt',
    )
  user
    .command('add <e-mail>')
    .description('add a user; reads the password from standard input')
    .requiredOption('--role <role>', userRoles.join(', '), readRole)
    .option('--name <name>', 'name to show (default: the e-mail before its @)')
    .option('--no-password', 'the user signs in through the identity provider, or by `pagebeat user link`')
    .option(...json)
    .action(add)
  user
    .command('list')
    .description('list the users who may sign in')
    .option(...json)
    .action(list)
  user
    .command('role <e-mail> <role>')
    .description('change the role; the user signs in again')
    .option(...json)
    .action(setRole)
  user
    .command('password <e-mail>')
    .description('replace the password by the one on standard input; the user signs in again')
    .option(...json)
    .action(setPassword)
  user
    .command('link <e-mail>')
    .description('print a link that signs the user in once, within 15 minutes')
    .option(...json)
    .action(link)
  user
    .command('remove <e-mail>')
    .description('remove a user; messages and notes keep the name')
    .option(...json)
    .action(remove)
  user
    .command('sessions')
    .description('the sessions of a user')
    .command('revoke <e-mail>')
    .description('end all sessions of a user')
    .option(...json)
    .action(revoke)
}

interface AddOptions extends Json {
  readonly role: UserRole
  readonly name?: string
  readonly password: boolean
}

async function add(given: string, { role, name, password, json: isJson }: AddOptions): Promise<void> {
  const email = requireEmail(given)
  const passwordHash = password ? await hashPassword(await readPassword(email)) : undefined
  const shown = (name ?? email.split('@')[0] ?? '').trim()
  if (shown === '' || shown.length > 100) throw new Refused('A name has 1 to 100 characters')
  const added = await withUsers((users) => users.add({ email, name: shown, role, passwordHash }))
  if (added === undefined)
    throw new Refused(
      `There is a user ${email} already. To change the role: pagebeat user role ${email} ${role}`,
    )
  if (isJson) return printJson(added)
  printLine(`${added.email} may sign in as ${role}.`)
}

async function list({ json: isJson }: Json): Promise<void> {
  const users = await withUsers((all) => all.list())
  if (isJson) return printJson(users, 2)
  for (const { email, role, name, hasPassword } of users)
    printLine(`${email}  ${role}  ${name}${hasPassword ? '' : '  (no password)'}`)
  printLine(`${users.length} user${users.length === 1 ? '' : 's'}`)
}

async function setRole(email: string, given: string, { json: isJson }: Json): Promise<void> {
  if (!isUserRole(given)) throw new Refused(`A role is one of ${userRoles.join(', ')}`)
  const { id } = await withUsers(async (users) => {
    const user = await requireUser(users, email)
    await users.setRole(user.id, given)
    return user
  })
  if (isJson) return printJson({ id, role: given })
  printLine(`${email} is ${given} now, and signs in again.`)
}

async function setPassword(email: string, { json: isJson }: Json): Promise<void> {
  const passwordHash = await hashPassword(await readPassword(email))
  const { id } = await withUsers(async (users) => {
    const user = await requireUser(users, email)
    await users.setPassword(user.id, passwordHash)
    return user
  })
  if (isJson) return printJson({ id })
  printLine(`The password of ${email} is replaced. All sessions of the user ended.`)
}

async function link(email: string, { json: isJson }: Json): Promise<void> {
  const config = readConfig(process.env, { required: ['CONSOLE_PORT'], optional: ['CONSOLE_URL'] })
  const base = config.CONSOLE_URL ?? `http://127.0.0.1:${config.CONSOLE_PORT}`
  const token = await withDatabase(async (db) => {
    const user = await requireUser(createConsoleUsers(db, Date.now), email)
    return await createConsoleSessions(db, Date.now).createLink(user.id)
  })
  const url = `${base}/enter?token=${token}`
  if (isJson) printJson({ url })
  else printLine(url)
}

async function remove(email: string, { json: isJson }: Json): Promise<void> {
  const { id } = await withUsers(async (users) => {
    const user = await requireUser(users, email)
    await users.remove(user.id)
    return user
  })
  if (isJson) return printJson({ id, removed: true })
  printLine(`${email} cannot sign in any more. All sessions of the user ended.`)
}

async function revoke(email: string, { json: isJson }: Json): Promise<void> {
  const ended = await withDatabase(async (db) => {
    const user = await requireUser(createConsoleUsers(db, Date.now), email)
    return await createConsoleSessions(db, Date.now).revokeAllOf(user.id)
  })
  if (isJson) return printJson({ ended })
  printLine(`${ended} session${ended === 1 ? '' : 's'} of ${email} ended.`)
}

async function withUsers<Result>(work: (users: ConsoleUsers) => Promise<Result>): Promise<Result> {
  return await withDatabase((db) => work(createConsoleUsers(db, Date.now)))
}

async function requireUser(users: ConsoleUsers, email: string): Promise<ConsoleUser> {
  const user = await users.find(email)
  if (user === undefined) throw new Refused(`There is no user ${email}: see \`pagebeat user list\``)
  return user
}

async function readPassword(email: string): Promise<string> {
  const password = await readSecret(`The password of ${email}`)
  if (password.length < leastPasswordLength || password.length > 1_000)
    throw new Refused(
      `A password has at least ${leastPasswordLength} characters. A sentence is easy to remember`,
    )
  return password
}

/** No more than a check for a slip: the identity provider or the operator knows who has it. */
function requireEmail(given: string): string {
  const email = given.trim()
  if (email.length <= 254 && /^[^\s@<>"]+@[^\s@<>"]+$/.test(email)) return email
  throw new Refused('An e-mail looks like eva@example.com')
}

function readRole(given: string): UserRole {
  if (isUserRole(given)) return given
  throw new InvalidArgumentError(`It must be ${userRoles.join(', ')}.`)
}
