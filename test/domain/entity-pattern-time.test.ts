import test from 'ava'
import { readEntityPattern } from '../../src/domain/entity-pattern.ts'
import { createRandom } from '../../src/nlp/local/random.ts'

/**
 * Generates patterns and texts, and measures the processor time of each search. The suite takes a few; a million:
 * `TEST_FILE_SECONDS=7200 PATTERN_RUNS=1000000 PATTERN_SEED=1 npx ava test/domain/entity-pattern-time.test.ts`.
 */
const runs = Number(process.env['PATTERN_RUNS'] ?? 2_000)
const seed = Number(process.env['PATTERN_SEED'] ?? 1)
const longestMs = 50

const atoms =
  String.raw`a b ab 1 12 é Ж 😀 \w \d \s \S \W . [a-z] [^a] [a-z0-9] \p{L} \p{Lu} [^\x00-\x7f] \b ^ $ !`.split(
    ' ',
  )
const quantifiers = '* + ? *? +? {2} {0,5} {3,} {0,40} {1,100} {100}'.split(' ')
const units = ['a', '1', 'ab', 'aB1 ', 'é', 'Ж', '😀', ' ', 'a1', 'aaaaaaab', '12 ab!', 'ａ', '\n', 'x']

function createGenerator(random: () => number) {
  const below = (count: number): number => Math.floor(random() * count)
  const oneOf = (list: readonly string[]): string => list[below(list.length)] ?? ''
  function pattern(depth: number): string {
    const kind = depth === 0 ? 0 : below(5)
    if (kind === 0) return oneOf(atoms)
    if (kind === 1) return pattern(depth - 1) + pattern(depth - 1)
    const open = oneOf(['(', '(?:', '(?<value>'])
    if (kind === 2) return `${open}${pattern(depth - 1)}|${pattern(depth - 1)})`
    if (kind === 3) return `${open}${pattern(depth - 1)})${oneOf(quantifiers)}`
    return pattern(depth - 1) + oneOf(atoms) + oneOf(quantifiers) + oneOf(atoms)
  }
  function text(): string {
    if (below(2) === 0) return oneOf(units).repeat(2_000).slice(0, 2_000)
    return Array.from({ length: 1_000 }, () => oneOf(units))
      .join('')
      .slice(0, 2_000)
  }
  return { pattern: () => pattern(1 + below(6)), text }
}

function msOf(search: () => void): number {
  const before = process.threadCpuUsage()
  search()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

test(`no search takes longer than ${longestMs} ms, with ${runs} generated patterns and texts`, (t) => {
  const generate = createGenerator(createRandom(seed))
  let searched = 0
  let refused = 0
  let worst = { ms: 0, pattern: '', text: '' }
  for (let run = 0; run < runs; run += 1) {
    const pattern = generate.pattern()
    const read = readEntityPattern(pattern)
    if ('trouble' in read) {
      refused += 1
      continue
    }
    const text = generate.text()
    searched += 1
    let ms = msOf(() => read.findAll(text, 20))
    // The first search compiles code and may pay for garbage of earlier ones.
    for (let again = 0; ms > longestMs && again < 3; again += 1)
      ms = Math.min(
        ms,
        msOf(() => read.findAll(text, 20)),
      )
    if (ms > worst.ms) worst = { ms, pattern, text: text.slice(0, 40) }
  }
  t.log(`${searched} searched, ${refused} refused; the slowest: ${JSON.stringify(worst)}`)
  t.true(worst.ms <= longestMs, JSON.stringify(worst))
  t.true(searched > runs / 3)
})
