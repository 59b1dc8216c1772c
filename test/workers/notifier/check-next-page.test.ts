import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import { type Fact, factKey } from '../../../src/domain/notification.ts'
import { type Finding, ok, unsure, wrong } from '../../../src/facebook/page-check/finding.ts'
import { createCheckNextPage } from '../../../workers/notifier/check-next-page.ts'

const pageId = asPageId('1001')
const because = { says: 'It is so.', fix: 'mend it' }

/** A Page with these results of its checks, one check after the other. */
function createPage(results: readonly (readonly Finding[])[]) {
  const open = new Map<string, Fact>()
  const told: string[] = []
  const postponed: string[] = []
  const kept: (readonly [string, readonly Finding[]])[] = []
  let day = -1
  const check = createCheckNextPage({
    dueChecks: { claimNext: async () => pageId, postpone: async (id) => void postponed.push(id) },
    check: async () => results[(day += 1)] ?? [],
    recordFindings: async (id, findings) => void kept.push([id, findings]),
    notifications: {
      async record(facts) {
        for (const fact of facts) {
          if (!open.has(factKey(fact))) told.push(fact.says)
          open.set(factKey(fact), fact)
        }
      },
      findOpen: async () => new Set(open.keys()),
      end: async (keys) => keys.forEach((key) => open.delete(key)),
    },
    receivers: ['a'],
    nameOf: async () => 'Page Beanery',
    log: { warn: () => undefined },
    now: () => 0,
  })
  return { check, told, postponed, kept }
}

test('people are told of what is new, and again when it comes back', async (t) => {
  const broken = wrong('page_subscribed', because)
  const well = ok('page_subscribed', 'Subscribed.')
  const { check, told, kept } = createPage([[well], [broken], [broken], [well], [broken]])
  const counts = []
  for (let day = 0; day < 5; day += 1) {
    await check()
    counts.push(told.length)
  }
  t.deepEqual(counts, [0, 1, 1, 1, 2])
  t.is(told[0], 'Page Beanery: It is so. To do: mend it')
  t.deepEqual(kept.slice(0, 2), [
    [pageId, [well]],
    [pageId, [broken]],
  ])
})

test('a token that ends soon is told, other doubts and a pause are not', async (t) => {
  const { check, told } = createPage([
    [unsure('token_expiry', because), unsure('default_app', because), wrong('paused', because)],
  ])
  await check()
  t.is(told.length, 1)
})

test('without a response of Facebook nothing is concluded, and the Page is checked again soon', async (t) => {
  const broken = wrong('page_subscribed', because)
  const unanswered: Finding = { ...wrong('page_subscribed', because), isUnanswered: true }
  const { check, told, postponed } = createPage([[broken], [unanswered], [broken]])
  for (let day = 0; day < 3; day += 1) await check()
  t.is(told.length, 1)
  t.deepEqual(postponed, [pageId])
})
