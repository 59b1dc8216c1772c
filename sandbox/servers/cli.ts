/**
 * The private servers run until Ctrl-C: `node scripts/boot.mjs sandbox/servers/cli.ts [data folder to keep]`.
 * Standard output gets the two URLs as shell assignments, standard error the progress.
 */
import { untilStopped } from '../stop-signal.ts'
import { startServers } from './start-servers.ts'

const stopped = untilStopped()
const dataDir = process.argv[2]
const log = (line: string) => void process.stderr.write(`${line}\n`)
const servers = await startServers({ log, ...(dataDir === undefined ? {} : { dataDir }) })
console.log(`REDIS_URL=${servers.redisUrl}\nDATABASE_URL=${servers.databaseUrl}`)
log('Press Ctrl-C to stop them')
await stopped
await servers.stop()
process.exit(0)
