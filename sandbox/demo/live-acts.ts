/** How a simulated customer does what a transcript says, and which transcripts cannot be played that way. */
import type { CustomerActs, Transcript, TranscriptStep } from '../../src/storyboard/transcript/schema.ts'
import type { SimulatedGraph } from '../facebook/graph-api/server.ts'
import type { Person } from '../facebook/people/person.ts'
import type { Action } from '../facebook/world/world.ts'

export interface Place {
  readonly graph: SimulatedGraph
  readonly page: string
}

export type LiveAct = (place: Place, person: Person) => Action

/**
 * Why only `pagebeat storyboard test` can play the transcript: it sets the time, what is understood or what Facebook
 * refuses, or has an act that a simulated customer cannot do on demand. Undefined: the demo plays it.
 */
export function whyNotLive({ steps, now, page, profile_columns }: Transcript): string | undefined {
  if (now !== undefined) return 'now'
  if (page !== undefined) return 'page'
  if (profile_columns !== undefined) return 'profile_columns'
  return steps.map(whyNotLiveStep).find((why) => why !== undefined)
}

/** A new kind of step does not compile until it is here. */
function whyNotLiveStep(step: TranscriptStep): string | undefined {
  if ('wait' in step) return 'wait'
  // What agents write within seconds of the first contact counts as automatic, and the demo does not wait.
  if ('page' in step) return step.page.by === 'instant_reply' ? undefined : 'page'
  if ('person' in step) {
    if (step.understood !== undefined) return 'understood'
    if (step.refused !== undefined) return 'refused'
    return liveActOf(step.person) === undefined ? Object.keys(step.person)[0] : undefined
  }
  if ('bot' in step || 'remembers' in step || 'profile' in step || 'hubs' in step) return undefined
  return step satisfies never
}

/** Undefined: not on demand. A new kind of act does not compile until it is here. */
export function liveActOf(does: CustomerActs): LiveAct | undefined {
  if (typeof does === 'string') return ({ page }, person) => person.write(page, does)
  if ('page' in does && does.page !== undefined) return undefined
  if ('tap' in does) return ({ page }, person) => person.tap(page, does.tap)
  if ('payload' in does) {
    const { payload, ref } = does
    if (ref !== undefined) return undefined
    return ({ page }, person) => person.tap(page, { postback: { title: 'Menu', payload } })
  }
  if ('optin' in does) return ({ page }, person) => person.optIn(page, does.optin)
  if ('ref' in does) return 'text' in does ? byLink(does) : ({ page }, person) => person.refer(page, does.ref)
  if ('comment' in does) return commentOf(does)
  if ('attachment' in does) {
    const attachments = [{ type: does.attachment, payload: { url: 'https://example.org/a' } }]
    return ({ page }, person) => person.write(page, '', { attachments })
  }
  if ('visitor_post' in does) return ({ page }, person) => person.postOnPage(page, does.visitor_post)
  if ('mention' in does) return ({ page }, person) => person.mention(page, does.mention)
  if ('rating' in does) return ({ page }, person) => person.recommend(page, does.text ?? '', does.rating)
  if ('reaction' in does) return reactionOf(does)
  if ('lead' in does || 'ad' in does || 'burst' in does || 'edited' in does) return undefined
  if ('optin_stopped' in does || 'optin_resumed' in does) return undefined
  if ('sticker' in does || 'unsupported' in does) return undefined
  return does satisfies never
}

type ActOf<Key extends string> = Extract<CustomerActs, Readonly<Record<Key, unknown>>>

function byLink({ text, ref }: ActOf<'ref'> & { readonly text: string }): LiveAct {
  const referral = { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' }
  return ({ page }, person) => person.write(page, text, { referral, tellsClickAgain: true })
}

function commentOf({ comment, attachment, level }: ActOf<'comment'>): LiveAct | undefined {
  if (attachment !== undefined && attachment !== 'image') return undefined
  const options = attachment === undefined ? {} : { photoUrl: 'https://example.org/a.jpg' }
  return ({ graph, page }, person) => {
    const { id: post } = graph.pagePosts(page, 'What is new this week')
    if (level !== 'reply') return person.comment(post, comment, options)
    const parent = graph.pageComments(page, post, 'Ask us here')
    return person.comment(parent.id, comment, options)
  }
}

function reactionOf({ reaction, of }: ActOf<'reaction'>): LiveAct {
  return ({ graph, page }, person) => {
    const last = graph.ledger.seenBy(person).at(-1)?.mid
    const isOfMessage = of === 'message' && last !== undefined
    return person.react(isOfMessage ? last : graph.pagePosts(page, 'Look at this').id, reaction)
  }
}
