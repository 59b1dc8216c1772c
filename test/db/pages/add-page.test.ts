import test from 'ava'
import { deletePage, storePage, type TokenStore } from '../../../src/db/pages/add-page.ts'
import type { RegisteredPage } from '../../../src/db/pages/registered-pages.ts'
import { asPageId } from '../../../src/domain/ids.ts'

const pageId = asPageId('1001')

/** A store that writes down its calls; `has` says which parameters are there. */
function createStore({ has = [], page }: { has?: readonly string[]; page?: RegisteredPage } = {}) {
  const calls: string[] = []
  const store: TokenStore = {
    params: {
      set: async ({ key, isSecret = false }) => void calls.push(`set ${key}${isSecret ? ' (secret)' : ''}`),
      remove: async (key) => has.includes(key),
    },
    pages: {
      find: async () => page,
      register: async () => void calls.push('register'),
      unregister: async () => void calls.push('unregister'),
      endPause: async () => void calls.push('end pause'),
    },
    wakeUps: { wakePage: async () => void calls.push('wake') },
  }
  return { calls, store }
}

test('the token is stored, encrypted, before the Page is registered; the name only when it is given', async (t) => {
  const named = createStore()
  await storePage(named.store, { pageId, token: 'EAAB-token', name: 'Beanery' })
  t.deepEqual(named.calls, ['set page.1001.token (secret)', 'register', 'end pause', 'wake'])
  const unnamed = createStore()
  await storePage(unnamed.store, { pageId, token: 'EAAB-token' })
  t.deepEqual(unnamed.calls, ['set page.1001.token (secret)', 'register', 'end pause', 'wake'])
})

test('deleting a Page tells whether it was added, or its token was there', async (t) => {
  const seen = { pageId, firstSeenTs: new Date(0) }
  for (const [has, wasThere] of [
    [{ has: ['page.1001.token'], page: seen }, true],
    [{ page: { ...seen, registeredTs: new Date(0) } }, true],
    [{ page: seen }, false],
    [{}, false],
  ] as const) {
    const { calls, store } = createStore(has)
    t.is(await deletePage(store, pageId), wasThere)
    t.deepEqual(calls, ['unregister'])
  }
})
