/** Why an event never became a turn of its conversation. */
import { repliableTypes } from '../domain/turn-facts.ts'
import { type Cause, type Causes, find, resume } from './no-reply.ts'
import type { StoredEvent } from './stored-event.ts'

const receipts: ReadonlySet<string> = new Set(['delivery', 'read'])
const neverAnswered: Causes = {
  unsend: { because: 'Messages that are unsent get no reply.' },
  echo: { because: 'It is a message of the Page itself.' },
  pass_thread_control: { because: 'It tells who has the thread from now on. That gets no reply.' },
  take_thread_control: { because: 'It tells who has the thread from now on. That gets no reply.' },
  request_thread_control: { because: 'Another app asks for the thread. That gets no reply.' },
  account_linking: { because: "The customer logged in or out at the brand's service. That gets no reply." },
}

/** Why the event never became a turn. */
export function causeOfNoTurn(
  event: Pick<StoredEvent, 'channel' | 'type' | 'verb' | 'direction' | 'isStandby'>,
): Cause {
  const { channel, type, verb = '', direction, isStandby } = event
  if (direction === 'out') return { because: 'The Page did it itself.' }
  if (channel !== 'facebookFeed' && channel !== 'facebookMessenger')
    return { because: `Events of ${channel === '' ? 'this kind' : channel} are stored and never answered.` }
  if (receipts.has(type))
    return { because: 'It is a receipt: it only tells what the customer has received or read.' }
  const known = find(neverAnswered, type)
  if (known !== undefined) return known
  if (channel === 'facebookMessenger' && !repliableTypes.has(type))
    return { because: `Events of the kind ${type} are stored and never answered.` }
  if (isStandby)
    return {
      because: 'It came under standby: another app controlled the thread.',
      change: `${resume} If it happens to every customer, see which app is the default: \`pagebeat page check\`.`,
    }
  if (verb === 'remove' || verb === 'hide' || verb === 'unhide' || verb === 'unlike')
    return {
      because: `What is done with content (${verb}) gets no reply; it only changes what is known of it.`,
    }
  return {
    because: 'When it was recorded, no storyboard with a scene for this kind of event was running.',
    change:
      'Run the workers with STORYBOARD, and give the storyboard a scene whose `on` names this kind of event.',
  }
}
