/** docs/figures.md and the five figures of README.md, as they follow from the result files in docs/figures/. */
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export const figuresUrl = new URL('../docs/figures.md', import.meta.url)
export const readmeUrl = new URL('../README.md', import.meta.url)
const folder = new URL('../docs/figures/', import.meta.url)

/** Which figures README.md shows: the first of these files that exists, and the figure's name in it. */
const inReadme = [
  {
    files: ['chaos-compose', 'chaos-one'],
    figure: 'rows that differ from an undisturbed run',
    say: 'differ from an undisturbed run, after 50,000 events while every process was killed and frozen in turn',
  },
  {
    files: ['chaos-converse-storm-compose', 'chaos-converse-storm-one'],
    figure: 'replies seen twice',
    say: 'seen twice, of thousands, while workers were killed and Graph calls failed',
  },
  {
    files: ['bench-converse-compose', 'bench-converse-one'],
    figure: 'webhook to Send API, p99',
    say: 'from webhook to reply, p99, at 50 messages a second',
  },
  {
    files: ['bench'],
    figure: '(b) webhook to tables, medians; CPU in µs an event: pagebeat, rate',
    say: 'events from webhook to tables, one receiver and one worker process',
  },
  {
    files: ['chaos-compose', 'chaos-one'],
    figure: 'longest wait for the jobs of a killed worker',
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
[Trials](reference/trials.md) says what each command measures.
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
  const rows = inReadme.map(({ files, figure, say }) => {
    const result = files.flatMap((file) => results.find(({ name }) => name === file) ?? [])[0]
    const found = result?.figures.find(({ name }) => name === figure)
    if (found === undefined)
      throw new Error(
        `docs/figures/${result?.name ?? files.join(' or ')}.json has no "${figure}". README.md shows it: correct inReadme`,
      )
    return `| ${valueOf(found)} | ${say} |`
  })
  return readme.replace(marked, () => `${['| figure | what |', '|---|---|', ...rows].join('\n')}\n`)
}
