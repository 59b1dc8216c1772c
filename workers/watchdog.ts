import { Worker } from 'node:worker_threads'

/**
 * A process whose event loop hangs keeps its jobs and looks alive. After this time without a heartbeat the watchdog
 * ends it with SIGKILL. Other workers take its jobs over; a job that hangs again runs in a process of its own
 * (`workers/start-stage.ts`).
 */
const hungAfterMs = 20_000

const guard = `
const { workerData } = require('node:worker_threads')
const heartbeats = new Int32Array(workerData.heartbeats)
let last = -1
setInterval(() => {
  const now = Atomics.load(heartbeats, 0)
  if (now === last) process.kill(process.pid, 'SIGKILL')
  last = now
}, workerData.hungAfterMs)
`

export function startWatchdog(afterMs = hungAfterMs): { stop(): Promise<void> } {
  const heartbeats = new SharedArrayBuffer(4)
  const counter = new Int32Array(heartbeats)
  const worker = new Worker(guard, { eval: true, workerData: { heartbeats, hungAfterMs: afterMs } })
  worker.unref()
  const timer = setInterval(() => Atomics.add(counter, 0, 1), afterMs / 10)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await worker.terminate()
    },
  }
}
