import test from 'ava'
import { anonymousProfileId } from '../../../src/domain/event-key.ts'
import { asPsid } from '../../../src/domain/ids.ts'
import { GraphUnavailableError } from '../../../src/errors.ts'
import { linkRecipient, type LinkRecipientDeps } from '../../../workers/respond/link-recipient.ts'
import { outboundRowOf } from '../../helpers/worker-ports.ts'

const row = outboundRowOf({ action: { do: 'private_reply', message: { text: 'Hi' } } })

function sendingOf(ports: Partial<LinkRecipientDeps> = {}) {
  const links: unknown[] = []
  const logged: unknown[] = []
  const send = linkRecipient({
    send: async () => ({ platformId: 'mid-1', recipientId: asPsid('990') }),
    link: async (given) => void links.push(...given),
    log: { warn: (...given: unknown[]) => void logged.push(given) },
    ...ports,
  })
  return { links, logged, send }
}

test('a new Messenger id belongs to the customer who wrote the comment', async (t) => {
  const { links, send } = sendingOf()
  t.deepEqual(await send(row), { platformId: 'mid-1' })
  t.like(links, [
    {
      a: { kind: 'facebook', value: '77' },
      b: { kind: 'facebook', value: '990' },
      evidence: 'private_reply',
      source: { kind: 'outbound', id: '5' },
      ts: row.claimedTs,
    },
  ])
})

test('the id of the row itself, no id, and a customer without a name are not linked', async (t) => {
  const same = sendingOf({ send: async () => ({ platformId: 'mid-1', recipientId: row.psid }) })
  const without = sendingOf({ send: async () => ({ platformId: 'mid-1' }) })
  const anonymous = sendingOf()
  await Promise.all([same.send(row), without.send(row), anonymous.send({ ...row, pId: anonymousProfileId })])
  t.deepEqual([same.links, without.links, anonymous.links], [[], [], []])
})

test('a link that fails is logged without the id, and the send succeeds', async (t) => {
  const { logged, send } = sendingOf({ link: () => Promise.reject(new Error('990 is locked')) })
  t.deepEqual(await send(row), { platformId: 'mid-1' })
  t.deepEqual(logged, [
    [{ page: '1001' }, 'cannot store the Messenger id in the response to a private reply'],
  ])
})

test('a send that fails fails as before, and nothing is linked', async (t) => {
  const down = new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' })
  const { links, send } = sendingOf({ send: () => Promise.reject(down) })
  await t.throwsAsync(send(row), { is: down })
  t.deepEqual(links, [])
})
