/** A word for each kind of entity in a text, such as `#date`: a place that no example names counts as a place. */
import type { UnderstoodEntity } from '../../domain/understanding.ts'

type Entities = readonly Pick<UnderstoodEntity, 'name' | 'text'>[]

export interface EntityMarks {
  of(text: string): readonly string[]
  /** The marks of this text's parts follow from these entities. Finding them takes longer than the rest of a guess. */
  note(text: string, entities: Entities): void
}

export function createEntityMarks(find: (text: string) => Entities): EntityMarks {
  let noted: { readonly text: string; readonly entities: Entities } = { text: '', entities: [] }
  return {
    of(text) {
      const entities = noted.text.includes(text)
        ? noted.entities.filter((entity) => text.includes(entity.text))
        : find(text)
      return [...new Set(entities.map(({ name }) => `#${name}`))]
    },
    note(text, entities) {
      noted = { text, entities }
    },
  }
}
