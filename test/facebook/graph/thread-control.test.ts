import test from 'ava'
import { asPsid } from '../../../src/domain/ids.ts'
import {
  findThreadOwner,
  passThreadControl,
  takeThreadControl,
} from '../../../src/facebook/graph/thread-control.ts'
import { access, stubCall } from './stub-call.ts'

test('thread control goes to the inbox unless an app is named, and the app that has it is found', async (t) => {
  const call = stubCall({ success: true }, { data: [{ thread_owner: { app_id: 263902037430900 } }] })
  await passThreadControl(call, access, { psid: asPsid('77'), metadata: 'complaint' })
  t.deepEqual(call.requests[0]?.body, {
    recipient: { id: '77' },
    target_app_id: '263902037430900',
    metadata: 'complaint',
  })
  t.is(await findThreadOwner(call, access, { psid: asPsid('77') }), '263902037430900')
})

test('a response that only reports success must report it', async (t) => {
  for (const body of [{}, { success: false }, { result: 'no' }])
    t.like(await t.throwsAsync(takeThreadControl(stubCall(body), access, { psid: asPsid('77') })), {
      fault: { reason: 'no_success' },
    })
})
