/** A page of an agent that is open: it signs in by a link and reads the events. */
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../src/db/console/users.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'

export interface OpenStream {
  close(): void
}

/** `onEvent` gets the name of each event and its data. */
export async function openStream(
  origin: string,
  databaseUrl: string,
  onEvent: (name: string, data: unknown) => void,
): Promise<OpenStream> {
  const cookie = await signIn(origin, databaseUrl)
  const gone = new AbortController()
  const response = await fetch(`${origin}/api/live`, { headers: { Cookie: cookie }, signal: gone.signal })
  if (response.status !== 200 || response.body === null) throw new Error(`/api/live: ${response.status}`)
  const ended = read(response.body, onEvent)
  return {
    close() {
      gone.abort()
      void ended.catch(() => {})
    },
  }
}

async function signIn(origin: string, databaseUrl: string): Promise<string> {
  const db = createDatabase({ url: databaseUrl, poolSize: 1 })
  const user = {
    email: `${Date.now()}@example.com`,
    name: 'Bench',
    role: 'agent',
    passwordHash: undefined,
  } as const
  const added = await createConsoleUsers(db, Date.now).add(user)
  const token = await createConsoleSessions(db, Date.now).createLink(added?.id ?? '')
  await db.destroy()
  const response = await fetch(`${origin}/enter?token=${token}`, { redirect: 'manual' })
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function read(
  body: ReadableStream<Uint8Array>,
  onEvent: (name: string, data: unknown) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? []
      if (name !== undefined && data !== undefined) onEvent(name, JSON.parse(data))
    }
  }
}
