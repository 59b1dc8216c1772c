import { useState } from 'preact/hooks'
import type { Insight, InsightQuery, InsightValues } from '../../api/insights.ts'
import type { DrawnBox, StoryboardDrawing, StoryboardOfPeriod } from '../../api/storyboard.ts'
import { useConsole, useFormats, useTexts } from '../parts/context.ts'
import { useAsked } from '../parts/use-asked.ts'
import { textOf } from '../texts/texts.ts'
import { countsByName, dropsByScene, ends, sceneOf, slotOf } from './counts.ts'
import type { WantedRows } from './rows-dialog.tsx'
import { Drawing } from './storyboard-drawing.tsx'
import { ThingTable } from './tables.tsx'
import { useInsightFormats } from './use-insight-formats.ts'
import { useInsightValues } from './use-insights.ts'

interface StoryboardCardProps {
  readonly insights: readonly Insight[]
  readonly query: InsightQuery
  readonly onRows: (wanted: WantedRows) => void
}

/** What the bot does without a scene, in the drawing and in the numbers. */
const fallback = { box: 'fallback:', scene: '' }

/** Today's storyboard, with the numbers of the period on it, and the same as tables. */
export function StoryboardCard({ insights, query, onRows }: StoryboardCardProps) {
  const { calls } = useConsole()
  const texts = useTexts().insights
  const [isOpened, setOpened] = useState(false)
  const { from, to } = query
  const { value: known, isFailed } = useAsked(`storyboard ${from} ${to}`, (signal) =>
    calls.storyboard({ from, to }, signal),
  )
  const scenes = useInsightValues('scenes', query)
  const questions = useInsightValues('funnel', query)
  return (
    <section class="number storyboard" data-number="storyboard">
      <header class="row between">
        <h2>{texts.storyboard.title}</h2>
        {known?.drawing !== undefined && (
          <button
            type="button"
            class="link"
            aria-expanded={isOpened}
            onClick={() => setOpened((before) => !before)}
          >
            {texts.table}
          </button>
        )}
      </header>
      <p class="quiet">{texts.storyboard.says}</p>
      {(isFailed || scenes.isFailed || questions.isFailed) && <p class="problem">{texts.failed}</p>}
      {known === undefined || scenes.value === undefined || questions.value === undefined ? (
        !isFailed && <p class="chart-bone" aria-busy="true" />
      ) : known.drawing === undefined ? (
        <p class="empty">{texts.storyboard.unknown}</p>
      ) : (
        <Shown
          {...{ known, drawing: known.drawing, insights, query, onRows, isOpened }}
          scenes={scenes.value}
          questions={questions.value}
        />
      )}
    </section>
  )
}

interface ShownProps extends StoryboardCardProps {
  readonly known: StoryboardOfPeriod
  readonly drawing: StoryboardDrawing
  readonly scenes: InsightValues
  readonly questions: InsightValues
  readonly isOpened: boolean
}

function Shown({ known, drawing, insights, query, onRows, isOpened, ...values }: ShownProps) {
  const texts = useTexts().insights
  const sceneInsight = insights.find(({ name }) => name === 'scenes')
  const questionInsight = insights.find(({ name }) => name === 'funnel')
  const byScene = countsByName(sceneInsight, values.scenes)
  const byQuestion = countsByName(questionInsight, values.questions)
  const scenes = new Map(
    [...byScene].map(([name, counts]) => [name === fallback.scene ? fallback.box : name, counts]),
  )
  const titleOf = (box: DrawnBox): string => textOf(texts.storyboard.titles, box.id) ?? box.title
  const titles = new Map(drawing.boxes.map((box) => [box.id, titleOf(box)]))
  const nameOfScene = (name: string): string =>
    titles.get(name === fallback.scene ? fallback.box : name) ?? name
  const nameOfQuestion = (name: string): string =>
    `${nameOfScene(sceneOf(name))} · ${textOf(texts.storyboard.slots, slotOf(name)) ?? slotOf(name)}`
  const open = (number: string, kind: string, title: string): void => {
    const { page, language } = query
    const { from, to } = values.scenes
    onRows({ number, isNamed: true, title, query: { from, to, page, language, kind } })
  }
  const openScene = (name: string): void => open('scenes', name, nameOfScene(name))
  const openQuestion = (name: string): void => open('funnel', name, nameOfQuestion(name))
  return (
    <>
      <Differences {...{ known, drawing, scenes }} />
      <EndsLegend totals={[...byScene.values()]} />
      <Drawing
        {...{ drawing, scenes, titleOf }}
        questions={byQuestion}
        drops={dropsByScene(byQuestion)}
        onScene={(id) => openScene(id === fallback.box ? fallback.scene : id)}
        onQuestion={openQuestion}
      />
      <div hidden={!isOpened} class="stack">
        <DrawnTable
          insight={sceneInsight}
          values={values.scenes}
          order={(name) =>
            drawing.boxes.findIndex(({ id }) => id === (name === fallback.scene ? fallback.box : name))
          }
          name={texts.names.scenes}
          nameOf={nameOfScene}
          onChoose={openScene}
        />
        <DrawnTable
          insight={questionInsight}
          values={values.questions}
          order={orderOfQuestions(drawing)}
          name={texts.names.funnel}
          nameOf={nameOfQuestion}
          onChoose={openQuestion}
        />
      </div>
    </>
  )
}

/** Questions in the order in which the drawing has them. */
function orderOfQuestions({ boxes }: StoryboardDrawing): (name: string) => number {
  const drawn = boxes.flatMap(({ rows }) => rows.flatMap(({ question }) => question ?? []))
  return (name) => drawn.indexOf(name)
}

interface DrawnTableProps {
  readonly insight: Insight | undefined
  readonly values: InsightValues
  readonly order: (name: string) => number
  readonly name: string
  readonly nameOf: (name: string) => string
  readonly onChoose: (name: string) => void
}

function DrawnTable({ insight, values, order, ...rest }: DrawnTableProps) {
  const texts = useTexts().insights
  if (insight === undefined) return null
  /** What the drawing does not have comes last. */
  const place = (name: unknown): number => {
    const at = order(String(name))
    return at === -1 ? Number.MAX_SAFE_INTEGER : at
  }
  const rows = values.rows.toSorted(([a], [b]) => place(a) - place(b))
  return (
    <>
      <h3>{rest.name}</h3>
      {rows.length === 0 ? (
        <p class="empty">{texts.empty}</p>
      ) : (
        <ThingTable
          {...rest}
          name={`${texts.storyboard.title}: ${rest.name}`}
          insight={insight}
          values={{ ...values, rows }}
          isWhole={true}
        />
      )}
    </>
  )
}

/** Where the storyboard of the period was not today's. */
function Differences({
  known,
  drawing,
  scenes,
}: Pick<ShownProps, 'known' | 'drawing'> & {
  readonly scenes: ReadonlyMap<string, Readonly<Record<string, number>>>
}) {
  const texts = useTexts().insights.storyboard
  const { exact } = useFormats()
  const { value } = useInsightFormats()
  const drawn = new Set(drawing.boxes.map(({ id }) => id))
  const gone = [...scenes].filter(([name, { turns = 0 }]) => !drawn.has(name) && turns > 0)
  const names = gone.map(([name, { turns = 0 }]) => `${name} (${value(turns, 'count')})`)
  const says = [
    ...(known.otherUntilMs === undefined ? [] : [texts.other(exact(known.otherUntilMs))]),
    ...(known.unknownUntilMs === undefined ? [] : [texts.unknownUntil(exact(known.unknownUntilMs))]),
    ...(names.length === 0 ? [] : [texts.gone(names.join(', '))]),
  ]
  if (says.length === 0) return null
  return (
    <div class="differs" role="note">
      {says.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}

function EndsLegend({ totals }: { readonly totals: readonly Readonly<Record<string, number>>[] }) {
  const texts = useTexts().insights
  const { value } = useInsightFormats()
  const sum = (name: string): number => totals.reduce((all, counts) => all + (counts[name] ?? 0), 0)
  const known = ends.filter((end) => end !== 'other').map((end) => [end, sum(end)] as const)
  const rest = sum('turns') - known.reduce((all, [, amount]) => all + amount, 0)
  return (
    <ul class="legend" aria-label={texts.legend}>
      {[...known, ['other', rest] as const].map(([end, amount], position) => (
        <li key={end}>
          <span class={`swatch series-${position}`} aria-hidden="true" />
          {texts.ends[end]} <strong>{value(amount, 'count')}</strong>
        </li>
      ))}
    </ul>
  )
}
