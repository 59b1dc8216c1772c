import { readConfig } from '../../src/config.ts'
import { PipelineError } from '../../src/errors.ts'
import { trainLocal } from '../../src/nlp/local/train-local.ts'
import { findTooLate } from '../../src/storyboard/check/find-too-late.ts'
import { inspectStoryboard } from '../../src/storyboard/load.ts'
import { formatProblem, type Problem, StoryboardError } from '../../src/storyboard/problem.ts'
import { readSource } from '../../src/storyboard/read-source.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import { findTranscripts } from '../../src/storyboard/transcript/read.ts'
import { tryTranscript } from './try-transcript.ts'

export interface Printer {
  log(line: string): void
}

/** Prints what the file holds, and warnings. Throws StoryboardError for mistakes, also of the transcripts beside it. */
export function checkStoryboardFile(file: string, { log }: Printer): void {
  const { storyboard, mistakes } = inspectStoryboard({ file, source: readSource(file) })
  const unlearnable = storyboard === undefined ? [] : findUnlearnable(storyboard)
  const problems = [
    ...mistakes,
    ...unlearnable.filter((one) => !mistakes.some((other) => isSamePlace(one, other))),
    ...findTranscripts(file).flatMap((transcript) => tryTranscript(transcript).problems),
  ]
  if (storyboard === undefined || problems.length > 0) throw new StoryboardError(problems)
  const { name, version, definition, warnings } = storyboard
  const { PAGEBEAT_ANSWER_MINUTES } = readConfig(process.env, { required: ['PAGEBEAT_ANSWER_MINUTES'] })
  const late = findTooLate(storyboard, PAGEBEAT_ANSWER_MINUTES)
  for (const warning of [...warnings, ...(late === undefined ? [] : [late])])
    log(`warning: ${formatProblem(warning)}`)
  const scenes = Object.keys(definition.scenes).length
  const intents = Object.values(definition.intents ?? {})
  const examples = intents.reduce((sum, list) => sum + list.length, 0)
  log(`${name}: ${scenes} scenes, ${intents.length} intents with ${examples} examples, version ${version}`)
}

/** The local understanding refuses patterns that could take for ever; each is told with its place. */
function findUnlearnable({ examples, problemAt }: LoadedStoryboard): Problem[] {
  return (examples.entities ?? []).flatMap((entity) => {
    try {
      trainLocal({ intents: {}, entities: [entity] })
      return []
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error
      return [problemAt(['entities', entity.name, 'pattern'], error.message)]
    }
  })
}

/** Of a pattern that is none, it has been told already. */
function isSamePlace(one: Problem, other: Problem): boolean {
  return one.line === other.line && one.column === other.column
}
