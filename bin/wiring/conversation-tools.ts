/** Language understanding for the current storyboard, and calls to the hubs of the brand. */
import type { AppParams } from '../../src/db/pages/app-params.ts'
import type { Understand } from '../../src/domain/understanding.ts'
import { findSecret } from '../../src/find-secret.ts'
import { createCallHub } from '../../src/storyboard/hub.ts'
import type { CallHub, LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import type { Learn } from './learn.ts'

export interface ConversationTools {
  readonly understand: Understand
  readonly callHub: CallHub
}

/** `learn`: the same one as for `watchStoryboard`, so that each version is learned once. Throws the errors of Learn. */
export function createConversationTools({
  storyboard,
  env,
  params,
  learn,
}: {
  readonly storyboard: () => Pick<LoadedStoryboard, 'examples'>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly params: Pick<AppParams, 'get'>
  readonly learn: Learn
}): ConversationTools {
  learn(storyboard().examples) // at the start, so that the first customer does not wait for it
  return {
    understand: (utterance) => learn(storyboard().examples)(utterance),
    callHub: createCallHub({ resolve: (setting) => findSetting(setting, env, params) }),
  }
}

/** The address or the secret of a hub: `env:NAME` (or the file of NAME_FILE), or `param:NAME`. */
export async function findSetting(
  setting: string,
  env: Readonly<Record<string, string | undefined>>,
  params: Pick<AppParams, 'get'>,
): Promise<string | undefined> {
  const [kind, name = ''] = setting.split(/:(.*)/s, 2)
  if (kind === 'env') {
    const found = findSecret(env, name)
    return 'value' in found ? found.value : undefined
  }
  return kind === 'param' ? await params.get(name) : undefined
}
