import test from 'ava'
import { asProfileId } from '../../src/domain/ids.ts'
import type { CallHub } from '../../src/storyboard/storyboard.ts'
import { storyboardWith, conversation, holding, now, spoken } from './small-storyboard.ts'

test('times in templates are seconds in the time zone of the storyboard; a hub gets milliseconds', async (t) => {
  const times =
    '{{ event.ts | date: "%Y-%m-%d %H:%M" }}, {{ recent[0].ts | date: "%Y-%m-%d %H:%M" }}, {{ now | date: "%Y-%m-%d %H:%M" }}, {{ "now" | date: "%Y-%m-%d %H:%M" }}'
  const asked: unknown[] = []
  const hub: CallHub = async ({ turn, recent: given }) => {
    asked.push(turn.ts, given[0]?.ts)
    return {}
  }
  const storyboard = storyboardWith({
    timezone: 'Europe/Berlin',
    hubs: { h: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'No.' } },
    scenes: {
      any: {
        on: [
          {
            message: 'any',
            when: `now > event.ts and event.ts > ${now / 1_000 - 3} and recent[0].ts < event.ts`,
          },
        ],
        do: [{ say: times }, { hub: 'h' }],
      },
    },
  })
  const recent = [
    { ts: now - 86_400_000, channel: 'facebookMessenger', type: 'message', direction: 'in' },
  ] as const
  const { turn } = conversation(storyboard, { hub, recent })
  t.deepEqual(spoken(await turn({ text: 'x', ts: now - 1_500 })), [
    '2026-11-22 12:59, 2026-11-21 13:00, 2026-11-22 13:00, 2026-11-22 13:00',
  ])
  t.deepEqual(asked, [now - 1_500, now - 86_400_000])
})

test('an entity or a slot named size that is missing is missing, and no number of names', async (t) => {
  const storyboard = storyboardWith({
    entities: { size: { values: { small: ['little'] } } },
    scenes: {
      sized: { on: [{ message: 'any', when: 'entities.size' }], do: [{ say: '{{ entities.size }}' }] },
      ask: {
        on: [{ payload: 'A' }],
        do: [{ say: '({{ slots.size }})' }, { ask: 'size', question: 'Which?' }],
      },
    },
  })
  const { turn, writes } = conversation(storyboard)
  t.deepEqual(await writes('what'), ['Pardon?'])
  t.deepEqual(await writes('a little one', holding('size', 'small', 'little')), ['small'])
  t.deepEqual(spoken(await turn({ kind: 'postback', payload: 'A' })), ['()', 'Which?'])
})

test('columns that the brand added to profile are read by their names, and a hub does not get them', async (t) => {
  const asked: unknown[] = []
  const hub: CallHub = async ({ profile }) => {
    asked.push(profile)
    return {}
  }
  const storyboard = storyboardWith({
    profile_columns: ['tier', 'visits'],
    hubs: { h: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'No.' } },
    scenes: {
      any: {
        on: [{ message: 'any', when: 'profile.visits > 9' }],
        do: [{ say: 'Hello {{ profile.firstName }}, {{ profile.tier | default: "guest" }}.' }, { hub: 'h' }],
      },
    },
  })
  const profile = {
    pId: asProfileId('5'),
    firstName: 'Ada',
    own: { tier: 'gold', visits: 10, firstName: 'Bo' },
  }
  const { turn } = conversation(storyboard, { hub, profile })
  t.deepEqual(spoken(await turn({ text: 'x' })), ['Hello Ada, gold.'])
  t.deepEqual(asked, [{ pId: '5', firstName: 'Ada' }])
})

const scenes = (text: string) => ({ a: { on: [{ keyword: 'x' }], do: [{ say: text }] } })

test('a column of profile that the storyboard does not name is a mistake', (t) => {
  t.notThrows(() => storyboardWith({ profile_columns: ['tier'], scenes: scenes('{{ profile.tier }}') }))
  t.throws(() => storyboardWith({ scenes: scenes('{{ profile.shoeSize }}') }), {
    message: /there is no profile\.shoeSize: use one of .* \(name a column of your own in profile_columns\)/,
  })
})
