/** The console without its page, for benches: `<database URL> <port>`. */
import { startConsole } from '../../console/server/start-console.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { untilStopped } from '../../sandbox/stop-signal.ts'

const stopped = untilStopped()
const [url = '', port = '0'] = process.argv.slice(2)
const db = createDatabase({ url, poolSize: 8 })
const running = await startConsole({
  db,
  now: Date.now,
  port: Number(port),
  host: '127.0.0.1',
  consoleUrl: undefined,
  oidc: undefined,
  pictureOrigins: [],
  addressOf: () => '127.0.0.1',
  onError: (error) => console.error(error instanceof Error ? error.name : 'unknown'),
  site: async (_ctx, next) => await next(),
})
await stopped
await running.close()
await db.destroy()
