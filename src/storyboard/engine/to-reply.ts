/** The reply of a run, with the context to store. */
import type { Reply, SceneQuestion } from '../../domain/reply.ts'
import { type Context, encodeContext, type Waiting } from './context.ts'
import { settleQuickReplies } from './emit.ts'
import type { Run } from './run.ts'

export type End = Pick<Reply, 'scene' | 'alsoScene' | 'meaning' | 'silentBecause'>

export function toReply(run: Run, { silentBecause, ...end }: End): Reply {
  const actions = settleQuickReplies(run.actions)
  const why = silentBecause ?? run.silentBecause ?? 'nothing_to_say'
  return {
    actions,
    context: encodeContext({
      ...run.context,
      ...sceneValues(run),
      slots: run.slots,
      variables: run.variables,
    }),
    ...(Object.keys(run.changes).length === 0 ? {} : { profile: run.changes }),
    ...(run.setByHub.length === 0 ? {} : { setByHub: run.setByHub }),
    ...(run.proved.length === 0 ? {} : { proved: run.proved }),
    ...end,
    ...questionsOf(run),
    ...(run.askedIntents === undefined ? {} : { askedIntents: run.askedIntents }),
    ...(actions.length === 0 || run.outcome === undefined ? {} : { outcome: run.outcome }),
    ...(actions.length === 0 ? { silentBecause: why } : {}),
  }
}

/** What is asked, and what became of what was asked: a question that is not put again waits as the same object. */
function questionsOf({ context, asked, questionEnd: end }: Run): Pick<Reply, 'asks' | 'settles'> {
  const { waiting } = context
  return {
    ...(waiting === undefined || waiting === asked ? {} : { asks: toQuestion(waiting) }),
    ...(asked === undefined || end === undefined ? {} : { settles: { ...toQuestion(asked), end } }),
  }
}

function toQuestion({ root: scene, slot }: Waiting): SceneQuestion {
  return { scene, slot }
}

/** What was said belongs to the scene: it is forgotten with its last question. */
function sceneValues({ context, asked, heard, filled, began }: Run): Partial<Context> {
  if (context.waiting === undefined) return { heard: undefined, filled: undefined, began: undefined }
  return context.waiting === asked ? {} : { heard: orNone(heard), filled: orNone(filled), began }
}

function orNone<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list
}
