/**
 * Private servers that run until Ctrl-C: `node scripts/boot.mjs sandbox/servers/cli.ts [folder that keeps the data]`.
 * The two URLs go to standard output as shell assignments, the progress to standard error.
 */
import { untilStopped } from '../stop-signal.ts'
import { startServers } from './start-servers.ts'

const stopped = untilStopped()
const dataDir = process.argv[2]
const log = (line: string) => void process.stderr.write(`${line}\n`)
const servers = await startServers({ log, ...(dataDir === undefined ? {} : { dataDir }) }).catch(
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
console.log(`REDIS_URL=${servers.redisUrl}\nDATABASE_URL=${servers.databaseUrl}`)
log('The servers run. Press Ctrl-C to stop them.')
await stopped
await servers.stop()
process.exit(0)
