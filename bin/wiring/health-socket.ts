/**
 * A worker says on a socket of its machine how it is. Redis alone could not tell: a worker whose connections are dead
 * can store nothing there, and its last heartbeat looks alive for a while.
 */
import { createServer } from 'node:net'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Logger } from '../../src/telemetry/log.ts'

const well = 'ok'

/** `whatIsWrong` is asked by each health check (`bin/health.pl`): undefined when the worker can work. */
export function startHealthSocket(
  whatIsWrong: () => Promise<string | undefined>,
  log: Pick<Logger, 'warn'>,
): { stop(): void } {
  const file = socketOf(process.pid)
  rmSync(file, { force: true }) // of a process that had this id before and was killed
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.resume()
    void whatIsWrong()
      .catch(reasonOf)
      .then((reason) => socket.end(reason ?? well))
  })
  server.on('error', (error) =>
    log.warn(
      { reason: error.message },
      'the health check of this worker will fail: it cannot use its socket',
    ),
  )
  server.listen(file)
  server.unref()
  return {
    stop: () => void server.close(),
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}

function socketOf(pid: number): string {
  return path.join(tmpdir(), `pagebeat-${pid}.sock`)
}
