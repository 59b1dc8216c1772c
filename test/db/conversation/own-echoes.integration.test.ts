import test from 'ava'
import { toOwnEvent } from '../../../src/domain/own-message.ts'
import { asPageId, asPsid } from '../../../src/domain/ids.ts'
import { fromMetadata } from '../../../src/domain/outbound.ts'
import { decodeAll, ownEcho, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const { id, claimedTs } = fromMetadata('pagebeat.7.mwt2e7tr') ?? { id: '', claimedTs: 0 }
/** As the worker records it when the echo is late: it knows no app. */
const sent = toOwnEvent({
  id,
  claimedTs,
  echoMark: undefined,
  pageId: asPageId(pageId),
  psid: asPsid('601'),
  platformId: 'm1',
  action: { do: 'say', message: { text: 'text of m1' } },
})

for (const [title, ts] of [
  ['later than', claimedTs + 400],
  ['the same as', claimedTs],
] as const) {
  test.serial(
    `a recorded message gets its app from an echo whose time is ${title} ours, in any order`,
    async (t) => {
      const [echo] = decodeAll([ownEcho('601', 'm1', ts)]).events
      if (sent === undefined || echo === undefined) return t.fail('no event')
      for (const order of [
        [sent, echo],
        [echo, sent],
      ]) {
        const { interactions, messages } = await openTables()
        for (const event of order) await interactions.record([event])
        t.deepEqual(await messages('m1', 'm.appId'), [{ kind: 'echo', appId: '42' }])
      }
    },
  )
}
