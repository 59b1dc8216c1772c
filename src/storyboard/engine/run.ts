/** The state of one call of `respond`: the context, and the actions chosen so far. Mutable. */
import type { NoReplyReason, ReplyOutcome } from '../../domain/reasons.ts'
import type {
  Act,
  CustomerProfile,
  JsonValue,
  OnlyIf,
  ProfileChanges,
  ProvedContact,
  QuestionEnd,
  ReplyAction,
} from '../../domain/reply.ts'
import { messengerTurnKinds } from '../../domain/turn.ts'
import type { UnderstoodEntity } from '../../domain/understanding.ts'
import type { Label, Text } from '../schema/names.ts'
import type { StoryboardFile } from '../schema.ts'
import { createScope } from '../scope.ts'
import type { CallHub, ContactCodes, SceneInput, StoryboardPorts } from '../storyboard.ts'
import type { Templates } from '../templates.ts'
import { chooseText } from '../texts.ts'
import { chooseLanguage } from './language.ts'
import { decodeContext, type Context, type Heard, type Waiting } from './context.ts'

export interface CompiledStoryboard {
  readonly definition: StoryboardFile
  readonly templates: Templates
}

export interface Run extends CompiledStoryboard {
  readonly input: SceneInput
  readonly hub: CallHub
  readonly codes: ContactCodes | undefined
  readonly language: string
  /** True in Messenger, false on the feed. */
  readonly isThread: boolean
  context: Context
  /** The question that waits since an earlier turn. */
  readonly asked: Waiting | undefined
  readonly slots: Record<string, JsonValue>
  readonly variables: Record<string, JsonValue>
  profile: CustomerProfile
  changes: ProfileChanges
  /** The columns that a hub changed last. */
  setByHub: readonly string[]
  readonly actions: ReplyAction[]
  /** What the actions that are added now depend on. */
  onlyIf: OnlyIf | undefined
  /** So much later the actions that are added now are done, ms. */
  afterMs: number | undefined
  /** Values that the customer said since the scene began. */
  heard: readonly Heard[]
  /** The number of the present message among them. */
  message: number
  /** Entities of the present message that its own words take back. */
  takenBack: ReadonlySet<UnderstoodEntity>
  /** Slots that the scene has filled, in their order. */
  filled: readonly string[]
  /** The scene with which this began. */
  began: string | undefined
  /** Number of texts chosen so far: a part of the seed of the next choice. */
  chosen: number
  /** Number of actions performed so far: a bound for scenes in a loop. */
  steps: number
  /** What the customer has proved in this turn. */
  proved: readonly ProvedContact[]
  silentBecause?: NoReplyReason
  /** What the actions lead to, where they do not reply to what the customer said. */
  outcome?: ReplyOutcome
  /** What this turn did with the question that waited. */
  questionEnd?: QuestionEnd
  /** The intents that the bot asks about. */
  askedIntents?: readonly string[]
}

export function startRun(
  compiled: CompiledStoryboard,
  { input, ports }: { readonly input: SceneInput; readonly ports: StoryboardPorts },
): Run {
  const stored = decodeContext(input.context)
  const { language, kept } = chooseLanguage(compiled.definition, {
    ...input,
    kept: stored.language,
    isAsked: stored.waiting !== undefined,
  })
  const context = { ...stored, language: kept }
  return {
    ...compiled,
    input,
    hub: ports.hub,
    codes: ports.codes,
    language,
    isThread: messengerTurnKinds.includes(input.turn.kind),
    context,
    slots: { ...context.slots },
    variables: { ...context.variables },
    profile: input.profile,
    changes: {},
    setByHub: [],
    actions: [],
    onlyIf: undefined,
    afterMs: undefined,
    asked: stored.waiting,
    heard: context.heard ?? [],
    message: 0,
    takenBack: new Set(),
    filled: context.filled ?? [],
    began: context.began,
    proved: [],
    chosen: 0,
    steps: 0,
  }
}

/** The values that templates can use now. */
export function scopeOf(run: Run): Readonly<Record<string, unknown>> {
  return createScope(run.definition, {
    ...run.input,
    profile: run.profile,
    slots: run.slots,
    variables: run.variables,
  })
}

/** The text for this turn; undefined when it is empty. */
export function textOf(run: Run, text: Text | Label): string | undefined {
  const seed = `${run.input.turn.id}/${run.chosen++}`
  return rendered(run, chooseText(text, { language: run.language, seed }))
}

export function rendered(run: Run, source: string): string | undefined {
  const text = run.templates.render(source, scopeOf(run))?.trim()
  return text === '' ? undefined : text
}

export function holds(run: Run, condition: string): boolean {
  return run.templates.holds(condition, scopeOf(run))
}

export function addAction(run: Run, action: Act): void {
  const { onlyIf, afterMs } = run
  run.actions.push({
    ...action,
    ...(onlyIf === undefined ? {} : { onlyIf }),
    ...(afterMs === undefined ? {} : { afterMs }),
  })
}

export function fillSlot(
  run: Run,
  { slot, value }: { readonly slot: string; readonly value: JsonValue },
): void {
  run.slots[slot] = value
  run.filled = [...run.filled.filter((other) => other !== slot), slot]
}
