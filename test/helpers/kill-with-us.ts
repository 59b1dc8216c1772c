import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'

/**
 * Kills what is left when its standard input ends: also SIGKILL of this process ends it, while listeners of `exit` do
 * not run then. A line `+ <pid>` adds a process, `- <pid>` takes it out.
 */
const reaper = `
pids=' '
while read -r change pid; do
  case $change in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for pid in $pids; do kill -KILL "$pid"; done`

let tell: ((line: string) => void) | undefined

/** The child ends with this process, however this one ends. */
export function killWithUs(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return // it could not be started
  const write = (tell ??= startReaper())
  write(`+ ${pid}\n`)
  child.once('exit', () => write(`- ${pid}\n`))
}

/** In a group of its own: a signal to the group of this process is what it must outlive. */
function startReaper(): (line: string) => void {
  const child = spawn('sh', ['-c', reaper], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  const { stdin } = child
  stdin.on('error', () => undefined) // it was killed, and can do nothing any more
  child.unref()
  if (stdin instanceof Socket) stdin.unref()
  return (line) => void stdin.write(line)
}
