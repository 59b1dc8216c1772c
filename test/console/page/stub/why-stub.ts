import { type Why, whySchema } from '../../../../console/api/why.ts'
import { asTurnId } from '../../../../src/domain/ids.ts'
import type { StoredEvent } from '../../../../src/why/stored-event.ts'
import { tellEvent } from '../../../../src/why/tell-event.ts'
import { kettle, startTs } from './world.ts'

const ts = startTs - 60_000

/** Nothing that the bot understood. */
const event: StoredEvent = {
  id: '1204',
  pageId: kettle.pageId,
  ts,
  channel: 'facebookMessenger',
  type: 'message',
  verb: undefined,
  direction: 'in',
  isStandby: false,
  platformId: undefined,
  text: 'Please look at this, it is urgent',
  editedTs: undefined,
  removedTs: undefined,
  isHidden: false,
  customer: { pId: 'facebook:601', originPId: undefined, evidence: [] },
  ledger: { is: 'found', receivedTs: ts + 40, copies: 2 },
  turn: {
    id: asTurnId('77'),
    kind: 'message',
    hasText: true,
    openedTs: ts + 60,
    readyTs: ts + 60,
    handledTs: ts + 240,
    isOpen: false,
    outcome: 'no_scene',
    scene: undefined,
    alsoScene: undefined,
    understanding: {
      provider: 'local',
      version: '1',
      language: 'en',
      entities: [],
      intent: { name: 'refund', confidence: 0.41 },
      alternatives: [{ name: 'opening_hours', confidence: 0.22 }],
    },
    askedIntents: [],
    meantIntent: undefined,
    earlierOpen: 0,
  },
  outbound: [],
  thread: {
    psid: '601',
    silentUntil: 0,
    silentReason: undefined,
    waitingTs: ts + 240,
    page: undefined,
  },
  moderation: [],
}

/** Why a customer got no reply. */
export function whyOf(): Why {
  return whySchema.parse(tellEvent(event, startTs, { withTexts: true }))
}
