import { Worker } from 'node:worker_threads'

/**
 * A process whose event loop hangs keeps its jobs for ever and looks alive. After `hungAfterMs` without a beat this ends it
 * with SIGKILL: its jobs go on elsewhere, and one that hangs again is run apart (`workers/start-stage.ts`).
 */
const hungAfterMs = 20_000

const guard = `
const { workerData } = require('node:worker_threads')
const beat = new Int32Array(workerData.beat)
let last = -1
setInterval(() => {
  const now = Atomics.load(beat, 0)
  if (now === last) process.kill(process.pid, 'SIGKILL')
  last = now
}, workerData.hungAfterMs)
`

export function startWatchdog(afterMs = hungAfterMs): { stop(): Promise<void> } {
  const beat = new SharedArrayBuffer(4)
  const counter = new Int32Array(beat)
  const worker = new Worker(guard, { eval: true, workerData: { beat, hungAfterMs: afterMs } })
  worker.unref()
  const timer = setInterval(() => Atomics.add(counter, 0, 1), afterMs / 20)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await worker.terminate()
    },
  }
}
