/** Finds names in a transcript that its storyboard does not have. Such a transcript differs, and does not say why. */
import type { Finding } from '../check/finding.ts'
import type { Path } from '../document.ts'
import { suggestion } from '../nearest.ts'
import { payloadOfScene, sceneOfPayload } from '../payloads.ts'
import type { StoryboardFile } from '../schema.ts'
import { knownNames } from '../scope.ts'
import type { CustomerStep, Transcript } from './schema.ts'

export function checkTranscript({ hubs = {}, steps }: Transcript, definition: StoryboardFile): Finding[] {
  const { context = [], slots = [] } = knownNames(definition)
  const remembered = [...new Set([...context, ...slots])]
  return [
    ...unknownHubs(hubs, { definition, path: ['hubs'] }),
    ...steps.flatMap((step, at): Finding[] => {
      const path = ['steps', at]
      if ('person' in step) return checkCustomer(step, { definition, path })
      if ('hubs' in step) return unknownHubs(step.hubs, { definition, path: [...path, 'hubs'] })
      if (!('remembers' in step)) return []
      const names = Object.keys(step.remembers)
      return unknown(names, { what: 'variable or slot', known: remembered, path: [...path, 'remembers'] })
    }),
  ]
}

interface Place {
  readonly definition: StoryboardFile
  readonly path: Path
}

function checkCustomer({ person, understood }: CustomerStep, { definition, path }: Place): Finding[] {
  const { intent, alternatives = {}, also } = understood ?? {}
  const intents = { what: 'intent', known: Object.keys(definition.intents ?? {}) }
  const named = [
    ...unknown(intent === undefined ? [] : [intent], { ...intents, path: [...path, 'understood', 'intent'] }),
    ...unknown(also === undefined ? [] : [also], { ...intents, path: [...path, 'understood', 'also'] }),
    ...unknown(Object.keys(alternatives), { ...intents, path: [...path, 'understood', 'alternatives'] }),
  ]
  return typeof person === 'object' && 'payload' in person
    ? [...named, ...checkPayload(person.payload, { definition, path: [...path, 'person', 'payload'] })]
    : named
}

/** A payload that nothing starts may be meant, such as one of an old menu. The name of a scene is not. */
function checkPayload(payload: string, { definition, path }: Place): Finding[] {
  const scenes = Object.keys(definition.scenes)
  const scene = sceneOfPayload(payload)
  if (scene !== undefined) return unknown([scene], { what: 'scene', known: scenes, path })
  const isTrigger = Object.values(definition.scenes).some(({ on = [] }) =>
    on.some((trigger) => [trigger.payload ?? []].flat().includes(payload)),
  )
  if (isTrigger || !scenes.includes(payload)) return []
  const message = `no trigger has the payload ${payload}: to start this scene, write '${payloadOfScene(payload)}'`
  return [{ path, message }]
}

function unknownHubs(hubs: object, { definition, path }: Place): Finding[] {
  return unknown(Object.keys(hubs), { what: 'hub', known: Object.keys(definition.hubs ?? {}), path })
}

interface Names {
  readonly what: string
  readonly known: readonly string[]
  readonly path: Path
}

function unknown(names: readonly string[], { what, known, path }: Names): Finding[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [...path, name],
      message: `there is no ${what} ${JSON.stringify(name)}: ${suggestion(name, known)}`,
    }))
}
