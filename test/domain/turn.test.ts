import test from 'ava'
import { hasMeaning } from '../../src/domain/turn.ts'

test('a typed text is to be understood, and a tap whose payload is its title; another payload says what is meant', (t) => {
  const text = 'Where is my order'
  t.true(hasMeaning({ kind: 'message', text }))
  t.true(hasMeaning({ kind: 'message', text, payload: text }))
  t.false(hasMeaning({ kind: 'message', text, payload: 'scene:order' }))
  t.false(hasMeaning({ kind: 'postback', payload: 'MENU' }))
})
