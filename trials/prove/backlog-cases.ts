/** The messages of an outage wait when the workers begin, and customers write meanwhile. */
import { type BacklogOptions, runBacklog } from './backlog.ts'
import type { OwnCase } from './case.ts'

const live = { ageMinutes: 120, messages: 10, comments: 20, seconds: 30 }

export const backlogCases: readonly OwnCase[] = [
  backlogCase('backlog-track-only', { ...live, backlog: 100_000, replies: false }),
  backlogCase('backlog-replies', { ...live, backlog: 50_000, replies: true }),
]

function backlogCase(name: string, options: Omit<BacklogOptions, 'seed' | 'layout'>): OwnCase {
  const what = options.replies ? 'replies and rows' : 'rows'
  return {
    name,
    promise: `${options.backlog} old messages wait; 99% of the live ${what} come within 3 s meanwhile`,
    // Workers of one stage each share two cores with the trial: the figure of this case is that of two workers.
    judge: ({ seed }) => runBacklog({ ...options, seed, layout: 'one' }),
  }
}
