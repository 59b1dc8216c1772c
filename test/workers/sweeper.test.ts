import test from 'ava'
import { startSweeper } from '../../workers/sweeper.ts'
import { createLogger } from '../../src/telemetry/log.ts'

test('stops although its look waits for a Redis that is gone', async (t) => {
  const waiting = Promise.withResolvers<void>()
  const sweeper = startSweeper({
    minds: { takeDue: async () => ['1'], findForgotten: async () => [] },
    record: async () => undefined,
    publisher: {
      publish: async () => {
        waiting.resolve()
        await new Promise(() => undefined)
      },
      close: async () => undefined,
    },
    log: createLogger('silent', 'test'),
  })
  await waiting.promise
  await sweeper.stop()
  t.pass()
})
