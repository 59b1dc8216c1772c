import path from 'node:path'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { playTranscript } from '../../src/storyboard/transcript/play.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { unifiedDiff } from '../../src/storyboard/transcript/unified-diff.ts'
import type { Printer } from './check.ts'
import { learnLocally } from './learn-locally.ts'

interface Trial {
  readonly file: string
  /** Files; those beside the storyboard if none is named. */
  readonly transcripts: readonly string[]
}

/** Whether every transcript goes as it is written; a unified diff of each that does not is printed. */
export async function testStoryboard({ file, transcripts }: Trial, { log }: Printer): Promise<boolean> {
  const storyboard = loadStoryboard(file)
  const files = transcripts.length > 0 ? transcripts : findTranscripts(file)
  if (files.length === 0) {
    const { name } = path.parse(file)
    log(`there are no transcripts: put some into ${name}.transcripts/ (docs/storyboards.md)`)
    return false
  }
  const understand = learnLocally(storyboard.examples)
  let failed = 0
  for (const transcript of files) {
    const played = await playTranscript(readTranscript(transcript), { storyboard, understand })
    const difference = unifiedDiff(played.expected, played.actual)
    log(`${difference.length === 0 ? 'ok    ' : 'differs'} ${transcript}: ${played.title}`)
    if (difference.length === 0) continue
    failed++
    for (const line of ['--- as written', '+++ as played', ...difference]) log(line)
  }
  log(failed === 0 ? `${files.length} as written` : `${failed} of ${files.length} differ`)
  return failed === 0
}
