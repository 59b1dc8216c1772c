import test from 'ava'
import { toPath, toRoute } from '../../../../console/page/state/route.ts'

test('a state, filters and a conversation are one URL, and back', (t) => {
  const route = {
    screen: 'inbox',
    query: { state: 'not_understood', page: '100', text: 'über & out' },
    conversationId: '42',
  } as const
  const path = toPath(route)
  t.is(path, '/inbox/not_understood/42?page=100&text=%C3%BCber+%26+out')
  const { pathname, search } = new URL(path, 'https://console.example')
  t.deepEqual(toRoute({ pathname, search }), route)
})

test('an address that the page does not know shows the waiting ones', (t) => {
  const waiting = { screen: 'inbox', query: { state: 'waiting' }, conversationId: undefined } as const
  for (const pathname of ['/', '/inbox', '/inbox/', '/nowhere/else', '/inbox/__proto__'])
    t.deepEqual(toRoute({ pathname, search: '?colour=red' }), waiting)
})
