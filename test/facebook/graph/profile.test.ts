import test from 'ava'
import { asPsid } from '../../../src/domain/ids.ts'
import { GraphRejectedError } from '../../../src/errors.ts'
import { findProfile } from '../../../src/facebook/graph/profile.ts'
import { access, stubCall } from './stub-call.ts'

test('a profile has what Facebook tells, with half hours from UTC', async (t) => {
  const raw = {
    id: '77',
    first_name: 'Asha',
    last_name: '',
    locale: 'hi_IN',
    timezone: 5.5,
    gender: 'female',
  }
  const found = await findProfile(stubCall(raw), access, { psid: asPsid('77') })
  t.deepEqual(found, {
    isFound: true,
    profile: { firstName: 'Asha', locale: 'hi_IN', timezone: 5.5, gender: 'female', raw },
  })
})

test('an empty profile is not permitted, and one that does not exist is unavailable', async (t) => {
  for (const body of [{}, { id: '77' }])
    t.deepEqual(await findProfile(stubCall(body), access, { psid: asPsid('77') }), {
      isFound: false,
      because: 'not_permitted',
    })
  for (const meaning of ['profile_unavailable', 'not_found', 'unknown_person'] as const)
    t.deepEqual(
      await findProfile(stubCall(new GraphRejectedError({ reason: 'graph_error', meaning })), access, {
        psid: asPsid('77'),
      }),
      {
        isFound: false,
        because: 'unavailable',
      },
    )
})

test('fields that need more permissions are left out in a second call', async (t) => {
  const refused = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 230 })
  const call = stubCall(refused, { id: '77', first_name: 'Asha' })
  t.like(await findProfile(call, access, { psid: asPsid('77') }), { isFound: true })
  t.deepEqual(
    call.requests.map(({ query }) => query?.['fields']),
    ['id,first_name,last_name,profile_pic,locale,timezone,gender', 'id,first_name,last_name,profile_pic'],
  )
  t.deepEqual(await findProfile(stubCall(refused), access, { psid: asPsid('77') }), {
    isFound: false,
    because: 'not_permitted',
  })
})
