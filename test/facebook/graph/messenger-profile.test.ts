import test from 'ava'
import {
  deleteMessengerProfile,
  readMessengerProfile,
  setMessengerProfile,
} from '../../../src/facebook/graph/messenger-profile.ts'
import { access, stubCall } from './stub-call.ts'

test('the Messenger Profile is read into one object, set and deleted', async (t) => {
  const call = stubCall(
    { data: [{ get_started: { payload: 'start' } }] },
    { result: 'success' },
    { success: 'true' },
  )
  t.deepEqual(await readMessengerProfile(call, access), { get_started: { payload: 'start' } })
  await setMessengerProfile(call, access, { greeting: [{ locale: 'default', text: 'Hi' }] })
  await deleteMessengerProfile(call, access, { fields: ['ice_breakers'] })
  t.like(call.requests[2], { method: 'DELETE', body: { fields: ['ice_breakers'] } })
})
