/** What language understanding learns from a storyboard: examples, entities, and texts in each of its languages. */
import type { Calibration, TrainingExamples } from '../domain/understanding.ts'
import type { StoryboardFile } from './schema.ts'

export function toExamples(definition: StoryboardFile): TrainingExamples {
  const { intents = {}, none, entities, languages = [], understanding } = definition
  const calibration = understanding?.calibration
  return {
    intents,
    ...(none === undefined ? {} : { none }),
    ...(entities === undefined
      ? {}
      : { entities: Object.entries(entities).map(([name, entity]) => ({ name, ...entity })) }),
    ...(languages.length < 2 ? {} : { languages: textsByLanguage(definition, languages) }),
    ...(calibration === undefined ? {} : { calibration: toCalibration(calibration) }),
  }
}

function toCalibration(
  given: NonNullable<NonNullable<StoryboardFile['understanding']>['calibration']>,
): Calibration {
  return { leastConfidence: given.least_confidence, slope: given.slope, shift: given.shift }
}

/** Texts under `en:`, `de:` …, wherever they are. */
function textsByLanguage(
  definition: unknown,
  languages: readonly string[],
): Record<string, readonly string[]> {
  const texts = new Map<string, string[]>(languages.map((language) => [language, []]))
  collect(definition, texts)
  return Object.fromEntries(texts)
}

function collect(value: unknown, texts: ReadonlyMap<string, string[]>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const list = Array.isArray(value) ? undefined : texts.get(key)
    const some = [inner].flat().filter((text) => typeof text === 'string')
    if (list !== undefined && some.length > 0) list.push(...some.map(withoutTemplates))
    else collect(inner, texts)
  }
}

function withoutTemplates(text: string): string {
  return text.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/gs, ' ')
}
