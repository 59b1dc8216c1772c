/** What the outcome of a turn means for the customer: its colour, and why there is no reply. */
import { world } from './world.js'

const bad = ['partly_failed', 'failed', 'held', 'not_understood', 'hub_silent', 'storyboard_failed']

/** The class of the chip; null: the turn is open. */
export function moodOf(outcome) {
  if (outcome === null || outcome === 'waiting') return 'busy'
  if (outcome === 'answered') return 'good'
  return bad.includes(outcome) ? 'bad' : ''
}

const reasons = {
  no_scene: 'no scene of the storyboard is about this',
  nothing_to_say: 'its scene says nothing here',
  too_late: 'it would come too late',
  silent_person: 'an agent controls the thread',
  silent_other_app: 'another app controls the thread',
  silent_handed_over: 'the bot handed the thread over',
  silent_paused_by_hand: 'an operator paused the bot',
  silent_taken_over: 'an agent of the console has the conversation',
  loop_guard: 'too many messages within a minute',
  gathered: 'the reply is to a later message',
  hub_silent: 'the hub did not respond',
  storyboard_failed: 'the storyboard failed',
  window_closed: 'the last message is older than 24 hours',
  private_reply_too_late: 'the comment is older than 7 days',
  message_unsent: 'the message was unsent',
  content_removed: 'it was removed',
  content_hidden: 'it was hidden',
  failed: 'Facebook refused it',
  held: 'nobody knows whether it was sent',
}

/** Of the newest turn whose facts are meant: a line for the customer's message, or ''. */
export function whyNoReply(isMeant) {
  const turn = world.rows?.turn.find(({ facts }) => facts && isMeant(facts))
  if (turn === undefined || turn.outcome === null) return ''
  const parts = world.rows.outbound.filter(({ turnId }) => turnId === turn.id)
  if (turn.outcome === 'waiting') {
    const reason = parts.find(({ state, reason: why }) => state === 'pending' && why !== null)?.reason
    return reason === undefined ? '' : `The reply waits: ${plain(reason)}`
  }
  if (turn.outcome === 'partly_failed') return 'A part of the reply was not sent'
  if (parts.some(({ state }) => state === 'sent')) return '' // a fallback is a reply, too
  const reason = reasons[turn.outcome]
  return reason === undefined ? '' : `No reply: ${reason}`
}

function plain(reason) {
  return reason.replaceAll('_', ' ')
}
