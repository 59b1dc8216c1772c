import { useEffect, useRef, useState } from 'preact/hooks'
import type { NotUnderstood } from '../../api/not-understood.ts'
import { useConsole, useExplain, useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { ComboBox } from '../parts/combo-box.tsx'
import { saveFile } from '../parts/save-file.ts'

interface Filter {
  readonly days: number
  readonly page: string
  readonly language: string
}

type Group = NotUnderstood['groups'][number]

interface GroupsProps {
  readonly filter: Filter
  /** Another screen leads here: they are asked for at once. */
  readonly isWanted: boolean
}

/** The groups are asked for by hand: to find them keeps a processor busy for seconds. */
export function NotUnderstoodGroups({ filter, isWanted }: GroupsProps) {
  const texts = useTexts().insights.notUnderstood
  const { calls } = useConsole()
  const explain = useExplain()
  const [found, setFound] = useState<NotUnderstood>()
  const [is, setIs] = useState<'idle' | 'asking'>('idle')
  const [problem, setProblem] = useState<string>()
  const asked = useRef(new AbortController())
  const of = JSON.stringify(filter)
  useEffect(() => {
    setFound(undefined)
    setProblem(undefined)
    return () => asked.current.abort()
  }, [of])

  useEffect(() => {
    if (isWanted) void ask()
  }, [isWanted])

  async function ask(): Promise<void> {
    if (is === 'asking') return
    asked.current = new AbortController()
    const { signal } = asked.current
    setIs('asking')
    setProblem(undefined)
    try {
      setFound(await calls.notUnderstood(filter, signal))
    } catch (error) {
      if (!signal.aborted) setProblem(explain(error) || String(error))
    } finally {
      setIs('idle')
    }
  }

  return (
    <section class="number not-understood" data-number="notUnderstood">
      <header class="row between">
        <h2>{texts.title}</h2>
        <button type="button" class="small" aria-disabled={is === 'asking'} onClick={() => void ask()}>
          {texts.show}
        </button>
      </header>
      <p class="quiet">{texts.says}</p>
      <p class="quiet" role="status">
        {is === 'asking' ? texts.grouping : found?.groups.length === 0 ? texts.empty : ''}
      </p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <ol class="behind">
        {found?.groups.map((group) => (
          <GroupRow key={group.group} group={group} filter={filter} intents={intentsFor(group, found)} />
        ))}
      </ol>
    </section>
  )
}

interface GroupRowProps {
  readonly group: Group
  readonly filter: Filter
  readonly intents: readonly string[]
}

function GroupRow({ group, filter, intents }: GroupRowProps) {
  const texts = useTexts().insights.notUnderstood
  const mayAct = useMayAct()
  const [intent, setIntent] = useState(group.nearest?.intent ?? none)
  const { brief } = useFormats()
  const nowMs = useView((state) => state.nowMs)
  const { calls, notify } = useConsole()
  const explain = useExplain()
  const { actFailed } = useTexts()
  const [is, setIs] = useState<'idle' | 'asking' | 'taken'>('idle')

  /** The server makes the patch in some seconds, or says why there is none. */
  async function take(): Promise<void> {
    if (is === 'asking') return
    setIs('asking')
    try {
      const accept = `${group.group}=${intent}`
      saveFile(await calls.notUnderstoodPatch({ ...filter, accept }), 'storyboard.patch')
      setIs('taken')
    } catch (error) {
      setIs('idle')
      notify('bad', actFailed(explain(error)))
    }
  }

  return (
    <li>
      <p class="row between">
        <strong>{texts.texts(group.count)}</strong>
        <span class="quiet">{brief(Date.parse(group.lastSeen), nowMs)}</span>
      </p>
      {group.examples.map((text) => (
        <p key={text} class="behind-text">
          <bdi>{text}</bdi>
        </p>
      ))}
      {mayAct && (
        <div class="row">
          <span class="row">
            <span class="quiet" aria-hidden="true">
              {texts.intent}
            </span>
            <ComboBox
              label={texts.intent}
              value={intent}
              options={intents.map((name) => ({ name, text: name === none ? texts.noIntent : name }))}
              empty={texts.noSuchIntent}
              onChoose={setIntent}
            />
          </span>
          <button type="button" class="small" aria-disabled={is === 'asking'} onClick={() => void take()}>
            {texts.take}
            <span class="unseen"> {group.group}</span>
          </button>
          <span class="quiet" role="status">
            {is === 'asking' ? texts.grouping : is === 'taken' ? texts.taken : ''}
          </span>
        </div>
      )}
    </li>
  )
}

const none = 'none'

/** All of the storyboard: those that the group is nearest to, then the others by the alphabet. */
function intentsFor({ nearest, near = [] }: Group, { intents = [], groups }: NotUnderstood): string[] {
  const first = nearest === null ? near : [nearest.intent, ...near]
  // A server of an older version names only those that a group is nearest to.
  const known = intents.length > 0 ? intents : groups.flatMap((one) => one.nearest?.intent ?? [])
  return [...new Set([...first, ...known.toSorted(), none])]
}
