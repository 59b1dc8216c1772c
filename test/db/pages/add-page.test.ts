import test from 'ava'
import { deletePage, storePage, type TokenStore } from '../../../src/db/pages/add-page.ts'
import { asPageId } from '../../../src/domain/ids.ts'

const pageId = asPageId('1001')

/** A store that writes down its calls; `has` says which parameters are there. */
function createStore(has: readonly string[] = []) {
  const calls: string[] = []
  const store: TokenStore = {
    params: {
      set: async ({ key, isSecret = false }) => void calls.push(`set ${key}${isSecret ? ' (secret)' : ''}`),
      remove: async (key) => has.includes(key),
    },
    pages: {
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
  t.deepEqual(named.calls, [
    'set page.1001.token (secret)',
    'set page.1001.name',
    'register',
    'end pause',
    'wake',
  ])
  const unnamed = createStore()
  await storePage(unnamed.store, { pageId, token: 'EAAB-token' })
  t.deepEqual(unnamed.calls, ['set page.1001.token (secret)', 'register', 'end pause', 'wake'])
})

test('deleting a Page tells whether its token or name was there', async (t) => {
  for (const [has, wasThere] of [
    [['page.1001.token', 'page.1001.name'], true],
    [['page.1001.name'], true],
    [[], false],
  ] as const) {
    const { calls, store } = createStore(has)
    t.is(await deletePage(store, pageId), wasThere)
    t.deepEqual(calls, ['unregister'])
  }
})
