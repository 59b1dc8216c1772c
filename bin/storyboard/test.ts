import path from 'node:path'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { formatProblem } from '../../src/storyboard/problem.ts'
import { playTranscript } from '../../src/storyboard/transcript/play.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { tryReading } from '../../src/storyboard/try-reading.ts'
import { unifiedDiff } from '../../src/storyboard/transcript/unified-diff.ts'
import type { Printer } from './check.ts'

interface TestRun {
  readonly file: string
  /** Files of transcripts; empty: those beside the storyboard. */
  readonly transcripts: readonly string[]
}

/**
 * Whether the bot does in every transcript what is written there. Prints a unified diff, or the mistakes, of each other
 * transcript.
 */
export async function testStoryboard({ file, transcripts }: TestRun, { log }: Printer): Promise<boolean> {
  const storyboard = loadStoryboard(file)
  const files = transcripts.length > 0 ? transcripts : findTranscripts(file)
  if (files.length === 0) {
    const { name } = path.parse(file)
    log(`There are no transcripts. Write some into ${name}.transcripts/ (docs/reference/storyboard.md)`)
    return false
  }
  const understand = createUnderstand({ examples: storyboard.examples })
  let different = 0
  let broken = 0
  for (const transcriptFile of files) {
    const { value: transcript, problems } = tryReading(() =>
      readTranscript(transcriptFile, storyboard.definition),
    )
    if (transcript === undefined) {
      broken++
      log(`broken  ${transcriptFile}: it has mistakes and was not played`)
      for (const problem of problems) log(`  ${formatProblem(problem)}`)
      continue
    }
    const played = await playTranscript(transcript, { storyboard, understand })
    const difference = unifiedDiff(played.expected, played.actual)
    log(`${difference.length === 0 ? 'ok    ' : 'differs'} ${transcriptFile}: ${played.title}`)
    if (difference.length === 0) continue
    different++
    for (const line of ['--- as written', '+++ as played', ...difference]) log(line)
  }
  const asWritten = files.length - different - broken
  log(asWritten === files.length ? `${asWritten} as written` : summary({ files, different, broken }))
  return asWritten === files.length
}

interface Count {
  readonly files: readonly string[]
  readonly different: number
  readonly broken: number
}

function summary({ files, different, broken }: Count): string {
  const differ = `${different} of ${files.length} differ`
  return broken === 0 ? differ : `${differ}, ${broken} ${broken === 1 ? 'is' : 'are'} broken`
}
