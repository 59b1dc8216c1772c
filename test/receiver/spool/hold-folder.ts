import { lockFolder } from '../../../src/receiver/spool/folder-lock.ts'

/** A program that locks a folder and says so, until it is killed. */
await lockFolder(process.argv[2] ?? '')
process.stdout.write('locked\n')
setInterval(() => undefined, 60_000)
