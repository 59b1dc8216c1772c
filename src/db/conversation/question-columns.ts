import type { Reply, SceneQuestion } from '../../domain/reply.ts'

/** The question that a turn asks, and what it did with the one before, as `turn` holds them. */
export function questionColumns({ asks, settles }: Pick<Reply, 'asks' | 'settles'>) {
  return {
    askedQuestion: nameOf(asks),
    repliedQuestion: nameOf(settles),
    questionEnd: settles?.end ?? null,
  }
}

/** `order.size`: names of storyboards have no dot. */
function nameOf(question: SceneQuestion | undefined): string | null {
  return question === undefined ? null : `${question.scene}.${question.slot}`
}
