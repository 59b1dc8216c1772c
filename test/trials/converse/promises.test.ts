import test from 'ava'
import type { SeenMessage } from '../../../sandbox/facebook/ledger/seen-ledger.ts'
import { judgePromises, promising, says } from '../../../trials/converse/promises.ts'
import { storyboardWith } from '../../storyboard/small-storyboard.ts'

let seq = 0
const sees = (via: SeenMessage['via'], text: string, about?: string): SeenMessage => ({
  seq: (seq += 1),
  at: 0,
  page: '1',
  person: 'p',
  psid: '2',
  via,
  text,
  mid: `m${seq}`,
  ...(about === undefined ? {} : { about }),
})

const privately = () => sees('private_reply', says.privately, 'c')
const promise = () => sees('comment', says.promise, 'c')
const instead = () => sees('comment', says.instead, 'c')

const broken = (seen: readonly SeenMessage[], handedOver: readonly string[] = []) =>
  judgePromises({ seen, handedOver: new Set(handedOver) }).broken.length

test('a public promise is true only after the private reply, and the other text only without it', (t) => {
  t.is(broken([privately(), promise()]), 0)
  t.is(broken([instead()]), 0)
  t.is(broken([promise()]), 1)
  t.is(broken([promise(), privately()]), 1)
  t.is(broken([privately(), instead()]), 1)
  t.is(broken([privately(), promise(), promise()]), 1)
})

test('nobody is here is true only where no agent has the thread', (t) => {
  t.is(broken([sees('messenger', says.asking), sees('messenger', says.nobody)]), 0)
  t.is(broken([sees('messenger', says.nobody)], ['1 2']), 1)
  t.is(broken([sees('messenger', says.asking)], ['1 2']), 0)
})

test('the storyboard of the trial has no warning', (t) => {
  t.deepEqual(storyboardWith(promising).warnings, [])
})
