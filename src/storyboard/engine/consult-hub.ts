/** Asks the brand's decision service, says the texts of its response unchanged, and stores its declared values. */
import type { JsonObject } from '../../domain/reply.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import type { HubAction } from '../schema/actions.ts'
import type { HubResponse } from '../storyboard.ts'
import { fit } from '../texts.ts'
import { emitMessage, emitText } from './emit.ts'
import { bounded } from './context.ts'
import { quickReply } from './message-parts.ts'
import { type Run, textOf } from './run.ts'
import { comment } from './say.ts'
import { changeProfile, toProfileChanges } from './set.ts'

export const defaultBudgetMs = 1_500

/** The scene that the hub names, if any. When the hub is silent, the bot says `when_silent` and the scene continues. */
export async function consultHub(run: Run, action: HubAction): Promise<string | undefined> {
  const spec = run.definition.hubs?.[action.hub]
  if (spec === undefined) return undefined
  const { turn, understanding, recent } = run.input
  // The brand's own columns come from the brand.
  const { own: _own, ...profile } = run.profile
  const response = await run.hub({
    hub: {
      name: action.hub,
      url: spec.url,
      secret: spec.secret,
      budgetMs: spec.budget_ms ?? defaultBudgetMs,
    },
    ...(action.question === undefined ? {} : { question: action.question }),
    turn,
    understanding,
    profile,
    context: { ...run.definition.variables, ...run.variables },
    slots: { ...run.slots },
    recent,
  })
  if ('silent' in response) {
    run.silentBecause = 'hub_silent'
    run.outcome = 'hub_silent'
    sayTexts(run, { texts: [textOf(run, action.when_silent ?? spec.when_silent) ?? ''], action })
    return undefined
  }
  storeResponse(run, response)
  if (run.outcome === 'not_understood' && isReply(response)) delete run.outcome // a hub in place of the fallback
  sayTexts(run, {
    texts: response.texts ?? [],
    action,
    ...(response.choices === undefined ? {} : { choices: response.choices }),
  })
  const { scene } = response
  return scene !== undefined && Object.hasOwn(run.definition.scenes, scene) ? scene : undefined
}

type Said = Exclude<HubResponse, { readonly silent: string }>

function storeResponse(run: Run, { profile, context }: Said): void {
  if (profile !== undefined) changeProfile(run, toProfileChanges({ ...profile }), 'hub')
  for (const [name, value] of Object.entries(declared(run, context ?? {})))
    run.variables[name] = bounded(value)
}

/** It says something, or names a scene that does. */
function isReply({ texts = [], scene }: Said): boolean {
  return scene !== undefined || texts.some((text) => text.trim() !== '')
}

/** The values that the storyboard declares: no scene could read others. */
function declared(run: Run, context: JsonObject): JsonObject {
  const names = Object.keys(run.definition.variables ?? {})
  return Object.fromEntries(Object.entries(context).filter(([name]) => names.includes(name)))
}

interface Saying extends Pick<Said, 'choices'> {
  readonly texts: readonly string[]
  readonly action: HubAction
}

function sayTexts(run: Run, { texts, choices = [], action }: Saying): void {
  const lines = texts.map((text) => text.trim()).filter((text) => text !== '')
  if (action.publicly && !run.isThread) {
    if (lines.length > 0) comment(run, { text: lines.join('\n\n') })
    return
  }
  const replies = choices
    .filter(({ title }) => title.trim() !== '')
    .slice(0, limits.quickReplies)
    .map((choice) => quickReply(choice))
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1
    if (isLast && replies.length > 0)
      emitMessage(run, { text: fit(line, limits.text), quick_replies: replies })
    else emitText(run, line)
  }
}
