import { readConfig } from '../../src/config.ts'
import { findTooLate } from '../../src/storyboard/check/find-too-late.ts'
import { inspectStoryboard } from '../../src/storyboard/load.ts'
import { formatProblem, StoryboardError } from '../../src/storyboard/problem.ts'
import { readSource } from '../../src/storyboard/read-source.ts'
import { findTranscripts } from '../../src/storyboard/transcript/read.ts'
import { tryTranscript } from './try-transcript.ts'

export interface Printer {
  log(line: string): void
}

/** Prints what the file holds, and warnings. Throws StoryboardError for mistakes, also of the transcripts beside it. */
export function checkStoryboardFile(file: string, { log }: Printer): void {
  const { storyboard, mistakes } = inspectStoryboard({ file, source: readSource(file) })
  const problems = [
    ...mistakes,
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
