import { asConversationId } from '../../src/domain/ids.ts'
import test from 'ava'
import { startSweeper } from '../../workers/sweeper.ts'
import { createLogger } from '../../src/telemetry/log.ts'

test('stops although a round waits for a Redis that is gone', async (t) => {
  const waiting = Promise.withResolvers<void>()
  const sweeper = startSweeper({
    wakeUps: { takeDue: async () => [asConversationId('1')], findUnscheduled: async () => [] },
    recordSent: async () => undefined,
    publisher: {
      publish: async () => {
        waiting.resolve()
        await new Promise(() => undefined)
      },
    },
    log: createLogger('silent', 'test'),
  })
  await waiting.promise
  await t.notThrowsAsync(sweeper.stop())
})
