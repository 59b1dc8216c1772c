import { useConsole, useExplain, useFormats, useSay, useTexts } from '../parts/context.ts'
import { useAsked } from '../parts/use-asked.ts'
import { DeadLetters } from './dead-letters.tsx'
import { HeldMessages } from './held-messages.tsx'
import { PageChecks } from './page-checks.tsx'
import { PageTable } from './page-table.tsx'
import { ProcessTables } from './process-tables.tsx'
import { QueueTable } from './queue-table.tsx'
import { TroubleList } from './trouble-list.tsx'
import { toTroubles } from './troubles.ts'

/** How the installation is: what needs the operator first, then everything else. */
export function HealthScreen() {
  const texts = useTexts().health
  const { calls } = useConsole()
  const explain = useExplain()
  const say = useSay()
  const { number, clock } = useFormats()
  const { value: health, isFailed, error } = useAsked('health', (signal) => calls.health(signal))
  const troubles = health === undefined ? [] : toTroubles(health, texts, say)
  return (
    <main class="health" id="list" tabIndex={-1}>
      <header class="row">
        <h1>{texts.title}</h1>
        {health !== undefined && !isFailed && (
          <p class={troubles.length === 0 ? 'verdict' : 'verdict is-bad'} role="status">
            {troubles.length === 0 ? texts.well : texts.wrong(troubles.length)}
          </p>
        )}
      </header>
      {isFailed && (
        <p class="problem" role="alert">
          {explain(error)} {texts.failed} {health !== undefined && texts.old(clock(health.nowMs))}
        </p>
      )}
      {health === undefined ? (
        <i class="bone" />
      ) : (
        <>
          <TroubleList troubles={troubles} />
          <PageTable health={health} />
          <PageChecks health={health} />
          <ProcessTables processes={health.processes} nowMs={health.nowMs} />
          <QueueTable queues={health.queues} />
          <DeadLetters counts={health.deadLetters} />
          <HeldMessages held={health.held} nowMs={health.nowMs} />
          <p class="quiet">{texts.database(number(health.database.answerMs))}</p>
        </>
      )}
    </main>
  )
}
