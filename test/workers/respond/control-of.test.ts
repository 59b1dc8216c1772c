import test from 'ava'
import { controlOf } from '../../../workers/respond/control-of.ts'

test('an instant reply of the Page changes no control, and an agent or another app does', (t) => {
  const silentTs = '1000'
  t.deepEqual(controlOf({ silentTs: null, silentUntil: undefined, silentReason: undefined }), {})
  t.deepEqual(controlOf({ silentTs, silentUntil: 0, silentReason: 'person' }), {})
  t.deepEqual(controlOf({ silentTs, silentUntil: 2_000, silentReason: 'person' }), {
    controlChangedTs: 1_000,
  })
  t.deepEqual(controlOf({ silentTs, silentUntil: 0, silentReason: 'ours_again' }), {
    controlChangedTs: 1_000,
  })
})
