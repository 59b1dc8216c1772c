/** `npm run bench:learn`: time and memory of `pagebeat nlp review` and `nlp diff` on a large table of turns. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { createCollectTexts } from '../../src/nlp/learn/collect-texts.ts'
import { groupTexts } from '../../src/nlp/learn/group-texts.ts'
import { createMaskText } from '../../src/nlp/learn/mask-text.ts'
import { describeComputer } from '../machine.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { fillTurns } from './fill-turns.ts'
import { runMeasured } from './run-measured.ts'

const root = path.join(import.meta.dirname, '../..')
const clincFile = path.join(root, '../shared/nlu/clinc150-full.json')
const storyboards = ['coffee', 'service-desk'].map((name) =>
  path.join(root, 'storyboards', name, 'storyboard.yaml'),
)

await runTrial({
  script: 'bench:learn',
  about: `Measures pagebeat nlp review and nlp diff: a private database gets turns with sentences that are nearly all
different. Every one was not understood, which is the most work. Prints seconds and the most memory of each command.
With the corpus of bench:nlp it also prints how pure the groups of a review are.`,
  options: { 'turns <number>': 'stored turns (default 100000)' },
  run,
})

async function run(given: Given): Promise<number> {
  const turns = given.whole('turns', 100_000)
  const figures: Figure[] = [...purity()]
  const servers = await startServers()
  try {
    const url = await fillTurns({ serverUrl: servers.databaseUrl, turns, storyboards })
    const [coffee = '', desk = ''] = storyboards
    const commands = { review: ['review', '--storyboard', coffee], diff: ['diff', coffee, desk] }
    for (const [name, args] of Object.entries(commands)) {
      const { status, seconds, mebibytes } = await runMeasured(['nlp', ...args, '--json'], {
        DATABASE_URL: url,
      })
      if (status !== 0) return status
      figures.push(
        { name: `nlp ${name}, ${turns} turns`, value: seconds, unit: 's' },
        { name: `nlp ${name}, ${turns} turns, most memory`, value: mebibytes, unit: 'MiB' },
      )
    }
  } finally {
    await servers.stop()
  }
  for (const { name, value, unit } of figures) console.log(`${name}: ${value.toFixed(1)} ${unit}`)
  if (given.isOn('save'))
    writeResultFile({ name: 'bench-learn', script: 'bench:learn', machine: describeComputer(), figures })
  return 0
}

/** Of the texts in groups of three or more: the share whose intent is that of most of their group. */
function purity(): Figure[] {
  if (!existsSync(clincFile)) return []
  const { train }: { readonly train: readonly (readonly [string, string])[] } = JSON.parse(
    readFileSync(clincFile, 'utf8'),
  )
  const sample = train.filter((_, at) => at % 4 === 0)
  const intentOf = new Map(sample)
  const collected = createCollectTexts(createMaskText([]))
  for (const [text] of sample) collected.add({ text, ts: 0, reason: 'not_understood' })
  const large = groupTexts(collected.texts()).groups.filter(({ texts }) => texts.length > 2)
  const counts = large.map(({ texts }) => {
    const byIntent = Map.groupBy(texts, ({ text }) => intentOf.get(text))
    return Math.max(...[...byIntent.values()].map((some) => some.length))
  })
  const inGroups = large.reduce((sum, { texts }) => sum + texts.length, 0)
  const pure = counts.reduce((sum, count) => sum + count, 0)
  return [
    { name: 'texts in groups of three or more', value: (100 * inGroups) / sample.length, unit: '%' },
    { name: 'of these, with the intent of most of their group', value: (100 * pure) / inGroups, unit: '%' },
  ]
}
