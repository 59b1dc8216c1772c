import type { Why } from '../../../../console/api/why.ts'
import { startTs } from './world.ts'

/** Why a customer got no reply. */
export function whyOf(): Why {
  return {
    title: '“Please look at this, it is urgent”',
    became: 'got no reply of the bot.',
    because: 'Confidence 0.41 is below the 0.6 that the storyboard asks for, so no scene matched.',
    change: 'An example like this text for the intent refund.',
    steps: [
      { ts: startTs - 60_000, says: 'Received in delivery 1204. The signature is right.' },
      { ts: startTs - 59_900, says: 'Understood as refund, confidence 0.41; second: opening_hours, 0.22.' },
      { says: 'No scene of the storyboard matched.' },
    ],
  }
}
