/** The console of `npm start`: it runs on the demo's database, and an agent has a link into it. */
import path from 'node:path'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../src/db/console/users.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import type { Processes } from '../processes.ts'
import { untilUp } from '../until-up.ts'

export interface DemoConsoleOptions {
  readonly processes: Processes
  readonly databaseUrl: string
  /** REDIS_URL and PAGEBEAT_QUEUE_PREFIX: health shows the queues. */
  readonly queues: Readonly<Record<string, string>>
  readonly port: number
  /** The simulated Facebook, where the pictures are. */
  readonly graphUrl: string
  readonly signal: AbortSignal
}

export interface DemoConsole {
  readonly url: string
  /** Signs the agent in, once. */
  readonly link: string
  readonly email: string
}

const email = 'agent@example.com'
/** Texts that were not understood are compared with its intents. */
const storyboard = path.join(import.meta.dirname, '../../storyboards/coffee/storyboard.yaml')

/** The console answers. It ends with the other processes. */
export async function startDemoConsole(options: DemoConsoleOptions): Promise<DemoConsole> {
  const { processes, databaseUrl, queues, port, graphUrl, signal } = options
  const url = `http://127.0.0.1:${port}`
  processes.start('console', {
    args: ['console'],
    env: {
      ...queues,
      DATABASE_URL: databaseUrl,
      CONSOLE_HOST: '127.0.0.1',
      CONSOLE_PORT: String(port),
      GRAPH_API_URL: graphUrl,
      LOG_LEVEL: 'warn',
      STORYBOARD: storyboard,
    },
  })
  const token = await createAgentsLink(databaseUrl)
  await untilUp([`${url}/healthz`], { processes, signal })
  return { url, link: `${url}/enter?token=${token}`, email }
}

/** A database that was given may know the agent of an earlier demo. */
async function createAgentsLink(databaseUrl: string): Promise<string> {
  const db = createDatabase({ url: databaseUrl, poolSize: 1 })
  try {
    const users = createConsoleUsers(db, Date.now)
    const agent = { email, name: 'Ana Agent', role: 'admin', passwordHash: undefined } as const
    const user = (await users.find(email)) ?? (await users.add(agent))
    if (user === undefined) throw new Error(`the user ${email} is neither there nor added`)
    return await createConsoleSessions(db, Date.now).createLink(user.id)
  } finally {
    await db.destroy()
  }
}
