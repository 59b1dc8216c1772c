/** What wit.ai says about a text, in its two shapes: until 13 May 2020, and since. */
import type { Wire } from '../facebook/webhooks/wire.ts'

/** What a script or the training knows of a text. */
export interface WitMeaning {
  readonly intent?: string
  /** 0..1; 0.97 when left out. */
  readonly confidence?: number
  readonly entities?: readonly WitEntity[]
  readonly sentiment?: 'positive' | 'neutral' | 'negative'
  /** Further traits: name → value. */
  readonly traits?: Readonly<Record<string, string>>
}

export interface WitEntity {
  /** `wit$datetime`, or one of the app's own. */
  readonly name: string
  readonly role?: string
  /** As it stands in the text. */
  readonly body: string
  readonly value?: Wire
  readonly confidence?: number
  /** What stands beside the value: grain, unit, type: 'interval' with from and to. */
  readonly more?: Readonly<Record<string, Wire>>
}

export type WitJson = { readonly [key: string]: Wire }

export function newAnswer(text: string, meaning: WitMeaning): WitJson {
  const { intent, confidence = 0.97 } = meaning
  const entities: Record<string, Wire[]> = {}
  for (const [index, entity] of (meaning.entities ?? []).entries()) {
    const role = entity.role ?? entity.name.replace(/^wit\$/, '')
    const start = Math.max(0, text.indexOf(entity.body))
    const found = {
      id: String(700_000 + index),
      name: entity.name,
      role,
      start,
      end: start + entity.body.length,
      body: entity.body,
      confidence: entity.confidence ?? 0.95,
      entities: {},
      type: 'value',
      // An interval has from and to, and no value.
      ...(entity.more?.['type'] === 'interval' ? {} : { value: entity.value ?? entity.body }),
      ...entity.more,
    }
    const key = `${entity.name}:${role}`
    entities[key] = [...(entities[key] ?? []), found]
  }
  return {
    text,
    intents: intent === undefined ? [] : [{ id: '754569400000001', name: intent, confidence }],
    entities,
    traits: Object.fromEntries(
      traitsOf(meaning).map(([name, value]) => [name, [{ id: `trait-${name}`, value, confidence: 0.81 }]]),
    ),
  }
}

export function oldAnswer(text: string, meaning: WitMeaning): WitJson {
  const { intent, confidence = 0.97 } = meaning
  const entities: Record<string, Wire[]> = {}
  if (intent !== undefined) entities['intent'] = [{ confidence, value: intent, _entity: 'intent' }]
  for (const entity of meaning.entities ?? []) {
    const key = entity.role ?? entity.name.replace(/^wit\$/, '')
    const found = {
      confidence: entity.confidence ?? 0.95,
      type: 'value',
      value: entity.value ?? entity.body,
      _entity: key,
      _body: entity.body,
      ...entity.more,
    }
    entities[key] = [...(entities[key] ?? []), found]
  }
  for (const [name, value] of traitsOf(meaning))
    entities[name.replace(/^wit\$/, '')] = [{ confidence: 0.81, value, _entity: name }]
  return { _text: text, entities, msg_id: 'MI6u7QQqLm1HOVC5nhp', WARNING: 'DEPRECATED' }
}

function traitsOf({ sentiment, traits = {} }: WitMeaning): [string, string][] {
  return [
    ...(sentiment === undefined ? [] : [['wit$sentiment', sentiment] satisfies [string, string]]),
    ...Object.entries(traits),
  ]
}
