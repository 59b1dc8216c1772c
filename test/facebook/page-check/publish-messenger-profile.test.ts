import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import type { JsonObject } from '../../../src/domain/reply.ts'
import { publishMessengerProfile } from '../../../src/facebook/page-check/publish-messenger-profile.ts'

const access = { pageId: asPageId('1001'), token: 'EAAB-token' }
const menu = [{ locale: 'default', composer_input_disabled: false, call_to_actions: [] }]

function facebook(found: JsonObject) {
  const calls: (readonly [verb: string, what: unknown])[] = []
  return {
    calls,
    findMessengerProfile: async () => found,
    writeMessengerProfile: async (_access: unknown, what: JsonObject) => void calls.push(['write', what]),
    deleteMessengerProfile: async (_access: unknown, what: readonly string[]) =>
      void calls.push(['delete', what]),
  }
}

test('writes new properties before it deletes old ones', async (t) => {
  const page = facebook({ greeting: [{ locale: 'default', text: 'Hi' }] })
  await publishMessengerProfile(page, { access, wanted: { persistent_menu: menu }, dryRun: false })
  t.deepEqual(page.calls, [
    ['write', { persistent_menu: menu }],
    ['delete', ['greeting']],
  ])
})

test('changes nothing without a difference, or when it only compares', async (t) => {
  const same = facebook({ persistent_menu: menu })
  const equal = await publishMessengerProfile(same, {
    access,
    wanted: { persistent_menu: menu },
    dryRun: false,
  })
  t.deepEqual([same.calls, equal.lines], [[], []])
  const other = facebook({})
  const dry = await publishMessengerProfile(other, {
    access,
    wanted: { persistent_menu: menu },
    dryRun: true,
  })
  t.deepEqual([other.calls, Object.keys(dry.write)], [[], ['persistent_menu']])
})
