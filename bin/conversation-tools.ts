/** What the conversation thinks with: language understanding of the current storyboard, and the brand's hubs. */
import type { AppParams } from '../src/db/app-params.ts'
import type { TrainingExamples, Understand } from '../src/domain/understanding.ts'
import { createUnderstand } from '../src/nlp/understand.ts'
import { createCallHub } from '../src/storyboard/hub.ts'
import type { CallHub, LoadedStoryboard } from '../src/storyboard/storyboard.ts'
import { countUnderstood } from '../src/telemetry/count-answers.ts'
import type { ConversationConfig } from './open-conversation.ts'

export interface ConversationTools {
  readonly understand: Understand
  readonly callHub: CallHub
}

export function createConversationTools({
  storyboard,
  wit,
  env,
  params,
}: {
  readonly storyboard: () => Pick<LoadedStoryboard, 'examples'>
  readonly wit: ConversationConfig['wit']
  readonly env: Readonly<Record<string, string | undefined>>
  readonly params: Pick<AppParams, 'get'>
}): ConversationTools {
  const learned = learner((examples) =>
    createUnderstand({ examples, onAnswer: countUnderstood, ...(wit === undefined ? {} : { wit }) }),
  )
  learned(storyboard().examples) // now, not while the first person waits
  return {
    understand: (utterance) => learned(storyboard().examples)(utterance),
    callHub: createCallHub({ resolve: (setting) => findSetting(setting, env, params) }),
  }
}

/** Learns anew when the storyboard has changed. */
function learner(
  learn: (examples: TrainingExamples) => Understand,
): (examples: TrainingExamples) => Understand {
  let last: { readonly examples: TrainingExamples; readonly understand: Understand } | undefined
  return (examples) => {
    if (last?.examples !== examples) last = { examples, understand: learn(examples) }
    return last.understand
  }
}

/** Where a hub's address and secret are kept: `env:NAME` or `param:NAME`. */
async function findSetting(
  setting: string,
  env: Readonly<Record<string, string | undefined>>,
  params: Pick<AppParams, 'get'>,
): Promise<string | undefined> {
  const [kind, name = ''] = setting.split(/:(.*)/s, 2)
  if (kind === 'env') return env[name]
  return kind === 'param' ? await params.get(name) : undefined
}
