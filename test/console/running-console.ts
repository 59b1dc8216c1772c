/** A console in this process, with a user of each role, and a client that keeps cookies as a browser does. */
import type { ExecutionContext } from 'ava'
import type { StartConsoleOptions } from '../../console/server/start-console.ts'
import { startConsole } from '../../console/server/start-console.ts'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { type ConsoleUser, createConsoleUsers } from '../../src/db/console/users.ts'
import { type UserRole, userRoles } from '../../src/domain/console-user.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
import { hashPassword } from '../../src/http/password.ts'
import { openTables } from '../helpers/open-tables.ts'

export const password = 'correct horse battery'

export interface Browser {
  /** Asks with the cookies, the origin and the token of the page. */
  ask(path: string, how?: Asked): Promise<Answer>
  readonly cookies: Map<string, string>
  /** The names and flags of each cookie that was set, without its value. */
  readonly setCookies: string[]
  csrf: string
}

export interface Asked {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // A test compares it.
  readonly json: unknown
}

export async function openConsole(t: ExecutionContext, options: Partial<StartConsoleOptions> = {}) {
  const { db, database, ...tables } = await openTables()
  const now = options.now ?? Date.now
  const users = createConsoleUsers(db, now)
  const sessions = createConsoleSessions(db, now)
  const passwordHash = await hashPassword(password)
  const made = new Map<UserRole, ConsoleUser>()
  for (const role of userRoles) {
    const user = await users.add({ email: `${role}@example.com`, name: `The ${role}`, role, passwordHash })
    if (user !== undefined) made.set(role, user)
  }
  const errors: unknown[] = []
  const running = await startConsole({
    db,
    now,
    port: 0,
    host: '127.0.0.1',
    consoleUrl: undefined,
    oidc: undefined,
    pictureOrigins: [],
    addressOf: createAddressOf([]),
    onError: (error) => errors.push(error),
    site: async (_ctx, next) => await next(),
    guessMs: 0,
    ...options,
  })
  t.teardown(() => running.close())
  const origin = `http://127.0.0.1:${running.port}`
  return {
    ...tables,
    db,
    database,
    users,
    sessions,
    errors,
    origin,
    port: running.port,
    routers: running.routers,
    close: running.close,
    idOf: (role: UserRole) => made.get(role)?.id ?? '',
    browser: () => createBrowser(origin, options.consoleUrl),
    /** A browser in which this user is signed in. */
    async signedIn(role: UserRole): Promise<Browser> {
      const browser = createBrowser(origin, options.consoleUrl)
      const token = await sessions.createLink(made.get(role)?.id ?? '')
      await browser.ask(`/enter?token=${token}`)
      const { json } = await browser.ask('/api/session')
      browser.csrf =
        Object.entries(json ?? {}).flatMap(([name, value]) => (name === 'csrf' ? [String(value)] : []))[0] ??
        ''
      return browser
    },
  }
}

/** `pageOrigin`: where its page came from, if not from `origin`. */
export function createBrowser(origin: string, pageOrigin = origin): Browser {
  const cookies = new Map<string, string>()
  const setCookies: string[] = []
  return {
    cookies,
    setCookies,
    csrf: '',
    async ask(path, { method = 'GET', body, headers = {} } = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(`${origin}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(cookie === '' ? {} : { Cookie: cookie }),
          ...(method === 'GET' ? {} : { Origin: pageOrigin, 'X-Pagebeat-Csrf': this.csrf }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      for (const line of response.headers.getSetCookie()) keep(line, cookies, setCookies)
      // A stream has no end.
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
      if (isStream) await response.body?.cancel()
      const text = isStream ? '' : await response.text()
      return { status: response.status, headers: response.headers, text, json: toJson(text) }
    },
  }
}

function keep(line: string, cookies: Map<string, string>, setCookies: string[]): void {
  const [pair = '', ...flags] = line.split('; ')
  const [name = '', value = ''] = pair.split('=')
  setCookies.push([name, ...flags.filter((flag) => !flag.startsWith('Expires='))].join('; '))
  if (value === '') cookies.delete(name)
  else cookies.set(name, value)
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
