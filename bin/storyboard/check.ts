import { trainLocal } from '../../src/nlp/local/train-local.ts'
import { PipelineError } from '../../src/errors.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { formatProblem, StoryboardError } from '../../src/storyboard/problem.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'

export interface Printer {
  log(line: string): void
}

/** Prints what the file holds, and warnings. Throws StoryboardError for mistakes, also of the transcripts beside it. */
export function checkStoryboardFile(file: string, { log }: Printer): void {
  const storyboard = loadStoryboard(file)
  const { name, version, definition, warnings } = storyboard
  requireLearnable(storyboard)
  for (const transcript of findTranscripts(file)) readTranscript(transcript)
  for (const warning of warnings) log(`warning: ${formatProblem(warning)}`)
  const scenes = Object.keys(definition.scenes).length
  const intents = Object.values(definition.intents ?? {})
  const examples = intents.reduce((sum, list) => sum + list.length, 0)
  log(`${name}: ${scenes} scenes, ${intents.length} intents with ${examples} examples, version ${version}`)
}

/** The local understanding refuses patterns that could take for ever; each is told with its place. */
function requireLearnable({ examples, problemAt }: LoadedStoryboard): void {
  const problems = (examples.entities ?? []).flatMap((entity) => {
    try {
      trainLocal({ intents: {}, entities: [entity] })
      return []
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error
      return [problemAt(['entities', entity.name], error.message)]
    }
  })
  if (problems.length > 0) throw new StoryboardError(problems)
}
