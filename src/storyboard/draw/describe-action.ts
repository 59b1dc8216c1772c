/** The actions of a scene as rows. */
import type { ActAction, Action, AskAction, SetAction, VerifyAction } from '../schema/actions.ts'
import { isAct } from '../schema/acts.ts'
import type { ButtonSpec, QuickReplySpec } from '../schema/messages.ts'
import type { Text } from '../schema/names.ts'
import type { CardsAction } from '../schema/says.ts'
import type { StoryboardFile } from '../schema.ts'
import { agentId, type Row, type Tone } from './box.ts'
import { readCondition, type Reader, readTemplate, readText, toWords } from './readable.ts'
import { codeSlot } from '../schema/verify.ts'
import { targetOf } from './tap-target.ts'

interface Context {
  readonly definition: StoryboardFile
  readonly reader: Reader
}

interface Place extends Context {
  readonly depth: number
}

export function describeActions(actions: readonly Action[], context: Context, depth = 0): Row[] {
  return actions.flatMap((action) => describe(action, { ...context, depth }))
}

function describe(action: Action, place: Place): Row[] {
  const { reader, depth } = place
  const row = (label: string, text: string, tone: Tone): Row => ({ label, text, tone, depth })
  const words = (label: string, text: Text, tone: Tone) => row(label, readText(text, reader), tone)
  if (isAct(action)) return describeAct(action, place)
  if ('after' in action) return branch(`after ${action.after}`, { actions: action.do, place })
  if ('say' in action) return [words('says', action.say, 'bot'), ...taps(action, place)]
  if ('cards' in action) return describeCards(action, place)
  if ('ask' in action) return describeQuestion(action, place)
  if ('verify' in action) return describeProof(action, place)
  if ('set' in action) return [row('stores', storedBy(action), 'logic')]
  if ('if' in action) return describeChoice(action, place)
  if ('go' in action) return [{ ...row('goes to', capitalised(toWords(action.go)), 'go'), to: action.go }]
  if ('hub' in action)
    return [
      row('asks hub', `${action.hub}${action.question === undefined ? '' : `: ${action.question}`}`, 'logic'),
      ...silence(action, place),
    ]
  return [...media(action, place), ...taps(action, place)]
}

function describeAct(action: ActAction, place: Place): Row[] {
  const refused = branch('if refused', { actions: action.on_failure, place })
  return [...describeEffect(action, place), ...refused]
}

const effects = [
  ['hide', 'hides', 'the comment or post'],
  ['unhide', 'unhides', 'the comment or post'],
  ['delete', 'deletes', 'the comment'],
  ['like', 'likes', 'the comment or post'],
  ['block', 'blocks', 'the customer'],
] as const

function describeEffect(action: ActAction, place: Place): Row[] {
  const { reader, depth } = place
  if ('hand_over' in action) {
    const text = action.hand_over === 'page_inbox' ? 'to an agent' : `to the app ${action.hand_over}`
    return [{ label: 'hands over', text, tone: 'agent', depth, to: agentId }]
  }
  if ('reply_publicly' in action)
    return [{ label: 'publicly', text: readText(action.reply_publicly, reader), tone: 'public', depth }]
  if ('reply_privately' in action) {
    const { reply_privately: text, then_public: then } = action
    return [
      { label: 'privately', text: readText(text, reader), tone: 'bot', depth },
      ...taps(action, place),
      ...(then === undefined
        ? []
        : [{ label: 'then public', text: readText(then, reader), tone: 'public', depth } as const]),
    ]
  }
  return effects.flatMap(([verb, label, text]) =>
    verb in action ? [{ label, text, tone: 'public', depth } as const] : [],
  )
}

function silence(action: Extract<Action, { hub: string }>, { definition, reader, depth }: Place): Row[] {
  const text = action.when_silent ?? definition.hubs?.[action.hub]?.when_silent
  if (text === undefined) return []
  return [{ label: 'if silent', text: readText(text, reader), tone: 'bot', depth: depth + 1 }]
}

function media(action: Extract<Action, { quick_replies?: unknown }>, { reader, depth }: Place): Row[] {
  const kinds = ['image', 'video', 'audio', 'file'] as const
  return kinds.flatMap((kind) => {
    const address: unknown = Reflect.get(action, kind)
    if (typeof address !== 'string') return []
    return [{ label: 'sends', text: `${kind} ${readTemplate(address, reader)}`, tone: 'bot', depth }]
  })
}

function describeCards(action: CardsAction, place: Place): Row[] {
  const { reader, depth } = place
  const cards = action.cards.flatMap((card): Row[] => {
    const lines = [card.title, card.subtitle ?? ''].map((text) => readText(text, reader))
    const text = lines.filter((line) => line !== '').join('. ')
    return [{ label: 'card', text, tone: 'bot', depth }, ...taps(card, place)]
  })
  return [...cards, ...taps({ quick_replies: action.quick_replies }, place)]
}

function describeQuestion(action: AskAction, place: Place): Row[] {
  const { reader, depth } = place
  const choices = (action.choices ?? []).map((choice) =>
    readText(typeof choice === 'string' ? choice : choice.title, reader),
  )
  const expected = action.entity ?? action.type
  const values = [
    ...(expected === undefined ? [] : [toWords(expected)]),
    ...choices.map((title) => `[${title}]`),
  ]
  const rows: Row[] = [
    { label: 'asks', text: readText(action.question, reader), tone: 'bot', depth, asks: action.ask },
  ]
  if (values.length > 0) rows.push({ label: 'value', text: values.join(' '), tone: 'logic', depth })
  if (action.again !== undefined)
    rows.push({ label: 'asks again', text: readText(action.again, reader), tone: 'bot', depth: depth + 1 })
  rows.push(...branch('gives up', { actions: action.on_failure, place }))
  rows.push(...branch('cancelled', { actions: action.on_cancel, place }))
  return rows
}

function describeProof(action: VerifyAction, place: Place): Row[] {
  const { reader, depth } = place
  const sent = `a code to the ${action.verify} by ${action.sent_by}`
  const rows: Row[] = [
    { label: 'sends', text: sent, tone: 'logic', depth },
    { label: 'asks', text: readText(action.question, reader), tone: 'bot', depth, asks: codeSlot },
  ]
  if (action.again !== undefined)
    rows.push({ label: 'asks again', text: readText(action.again, reader), tone: 'bot', depth: depth + 1 })
  rows.push(...branch('gives up', { actions: action.on_failure, place }))
  rows.push(...branch('cancelled', { actions: action.on_cancel, place }))
  return rows
}

function branch(
  label: string,
  { actions, place }: { readonly actions: readonly Action[] | undefined; readonly place: Place },
): Row[] {
  if (actions === undefined) return []
  const head: Row = { label, text: '', tone: 'logic', depth: place.depth }
  return [head, ...describeActions(actions, place, place.depth + 1)]
}

function describeChoice(action: Extract<Action, { if: string }>, place: Place): Row[] {
  const condition: Row = {
    label: 'if',
    text: readCondition(action.if, place.reader),
    tone: 'logic',
    depth: place.depth,
  }
  const then = describeActions(action.then, place, place.depth + 1)
  return [condition, ...then, ...branch('else', { actions: action.else, place })]
}

function storedBy({ set }: SetAction): string {
  return Object.entries(set)
    .map(([key, value]) => `${toWords(key.split('.').slice(1).join('.'))}${simple(value)}`)
    .join(', ')
}

function simple(value: string | number | boolean | null): string {
  if (value === null) return ' (deleted)'
  return typeof value === 'string' && value.includes('{') ? '' : `: ${String(value)}`
}

interface Taps {
  readonly quick_replies?: readonly QuickReplySpec[] | undefined
  readonly buttons?: readonly ButtonSpec[] | undefined
}

function taps(action: Taps, { definition, reader, depth }: Place): Row[] {
  return [...(action.quick_replies ?? []), ...(action.buttons ?? [])].map((tap): Row => {
    if (typeof tap === 'string')
      return { label: 'reply', text: readTemplate(tap, reader), tone: 'tap', depth }
    if ('request' in tap) return { label: 'reply', text: `‹own ${tap.request}›`, tone: 'tap', depth }
    if ('log_in' in tap || 'log_out' in tap)
      return { label: 'button', text: 'log_in' in tap ? '‹log in›' : '‹log out›', tone: 'tap', depth }
    const to = 'go' in tap || 'payload' in tap ? targetOf(tap, definition) : undefined
    const way = 'url' in tap ? 'opens' : 'phone' in tap ? 'calls' : 'tap'
    const title = readText(tap.title, reader)
    return { label: way, text: title, tone: 'tap', depth, ...(to === undefined ? {} : { to }) }
  })
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
