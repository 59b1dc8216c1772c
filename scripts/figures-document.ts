/** docs/figures.md and the five figures of README.md, as they follow from the result files in docs/figures/. */
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export const figuresUrl = new URL('../docs/figures.md', import.meta.url)
export const readmeUrl = new URL('../README.md', import.meta.url)
const folder = new URL('../docs/figures/', import.meta.url)

/** Which figures README.md shows: file and name as in docs/figures/, and what to call it there. */
const inReadme = [
  {
    file: 'chaos',
    figure: 'events lost or recorded twice',
    say: 'lost or recorded twice, of 50,000, while every process was killed and frozen in turn',
  },
  {
    file: 'chaos-converse',
    figure: 'replies seen twice, out of order or missing',
    say: 'seen twice, out of order or missing, of 10,000, while workers were killed and Graph calls failed',
  },
  {
    file: 'bench-converse',
    figure: 'webhook to Send API call, p99',
    say: 'from webhook to reply, p99, at 50 messages a second',
  },
  {
    file: 'bench',
    figure: 'webhook to tables: pagebeat',
    say: 'from webhook to tables, one receiver and one worker process',
  },
  {
    file: 'chaos',
    figure: "longest time until a killed worker's job ran again",
    say: "until a killed worker's jobs ran again, at most",
  },
] as const

const resultSchema = z.strictObject({
  name: z.string(),
  command: z.string(),
  date: z.iso.datetime(),
  commit: z.string(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.number(),
    memoryGiB: z.number(),
    node: z.string(),
    redis: z.string(),
    database: z.string(),
  }),
  figures: z.array(
    z.strictObject({
      name: z.string(),
      value: z.number(),
      unit: z.string(),
      range: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
})
type Result = z.output<typeof resultSchema>
type Figure = Result['figures'][number]

const introduction = `# Figures

This page is generated from the result files in [docs/figures/](figures) by \`npm run figures\`. Do not edit it by hand.
Each command below writes its result file when it is given \`--save\`. One row is one number.
Figures depend on the machine: compare only those of one machine.
[trials/bench/README.md](../trials/bench/README.md) and [Trials](reference/trials.md) say what each command measures.
`

/** Every result file, by name. Throws when one has another shape. */
export function readResults(): readonly Result[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => resultSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))))
}

export function figuresDocument(results: readonly Result[]): string {
  return [introduction, ...results.map(section)].join('\n')
}

function section({ name, command, date, commit, machine, figures }: Result): string {
  const { cpu, cores, memoryGiB, node, redis, database } = machine
  const memory = memoryGiB === 0 ? [] : [`${memoryGiB} GiB`]
  const computer = [`${cores} cores`, `CPU ${cpu}`, ...memory, `Node ${node}`]
  const servers = [`Redis ${redis}`, database].filter((server) => !/^(?:none|Redis none)$/.test(server))
  return [
    `## ${name}\n`,
    `- Command: \`${command}\``,
    `- Date: ${date.slice(0, 10)}, commit ${commit}`,
    `- Machine: ${computer.join('; ')}`,
    ...(servers.length === 0 ? [] : [`- Servers: ${servers.join('; ')}`]),
    '',
    '| figure | value | range, note |',
    '|---|---|---|',
    ...figures.map((figure) => `| ${figure.name} | ${valueOf(figure)} | ${remarkOf(figure)} |`),
    '',
  ].join('\n')
}

function remarkOf({ range, note }: Figure): string {
  const remark = [range, note].filter((part) => part !== undefined && part !== '').join('; ')
  return remark === '' ? '–' : remark
}

export function valueOf({ value, unit }: Figure): string {
  return `${value.toLocaleString('en-US', { maximumFractionDigits: 4 })} ${unit}`.trim()
}

/** README.md with its five figures between the markers. Throws when a result file has no such figure. */
export function withFigures(readme: string, results: readonly Result[]): string {
  const marked = /(?<=<!-- figures -->\n)[\s\S]*?(?=<!-- \/figures -->)/
  if (!marked.test(readme)) throw new Error('README.md has no <!-- figures --> … <!-- /figures -->')
  const rows = inReadme.map(({ file, figure, say }) => {
    const result = results.find(({ name }) => name === file)
    const found = result?.figures.find(({ name }) => name === figure)
    if (result === undefined || found === undefined)
      throw new Error(
        `docs/figures/${file}.json has no "${figure}", only: ${(result?.figures ?? []).map(({ name }) => name).join(', ')}`,
      )
    return `| ${valueOf(found)} | ${say} |`
  })
  return readme.replace(marked, () => `${['| figure | what |', '|---|---|', ...rows].join('\n')}\n`)
}
