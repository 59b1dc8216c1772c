import path from 'node:path'
import test from 'ava'
import { trainLocal } from '../../src/nlp/local/train-local.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { playTranscript } from '../../src/storyboard/transcript/play.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { unifiedDiff } from '../../src/storyboard/transcript/unified-diff.ts'

const folder = path.join(import.meta.dirname, '../../storyboards')

for (const name of ['coffee', 'service-desk']) {
  const file = path.join(folder, name, 'storyboard.yaml')
  const storyboard = loadStoryboard(file)
  const { definition, examples } = storyboard
  const model = trainLocal(examples)
  const transcripts = findTranscripts(file)

  async function play(transcriptFile: string, answering = storyboard) {
    const transcript = readTranscript(transcriptFile)
    return playTranscript(transcript, {
      storyboard: answering,
      understand: async (utterance) => model.understand(utterance),
    })
  }

  test(`the ${name} storyboard loads without a warning, with enough examples`, (t) => {
    t.deepEqual(storyboard.warnings, [])
    t.true(transcripts.length >= 12)
    for (const [intent, sentences] of Object.entries(definition.intents ?? {})) {
      t.true(sentences.length >= 8 && sentences.length <= 20, `${intent} has ${sentences.length} examples`)
    }
    t.true((examples.none ?? []).length >= 20)
  })

  test(`the bot does what all transcripts of ${name} say`, async (t) => {
    for (const transcript of transcripts) {
      const { expected, actual } = await play(transcript)
      t.deepEqual(unifiedDiff(expected, actual), [], path.basename(transcript))
    }
  })

  test(`the transcripts of ${name} pass every scene with a trigger`, async (t) => {
    const seen = new Set<string>()
    const watched: typeof storyboard = {
      ...storyboard,
      async respond(input, ports) {
        const reply = await storyboard.respond(input, ports)
        if (reply.scene !== undefined) seen.add(reply.scene)
        return reply
      },
    }
    for (const transcript of transcripts) await play(transcript, watched)
    const started = Object.entries(definition.scenes).flatMap(([scene, { on }]) =>
      on === undefined ? [] : [scene],
    )
    t.deepEqual(
      started.filter((scene) => !seen.has(scene)),
      [],
    )
  })
}
