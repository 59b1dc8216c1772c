import type { Concept } from './english.ts'

/** Words of each meaning in one language, as in english.ts. Accents and case do not count. */
export type ConceptTable = Readonly<Partial<Record<Concept, string>>>
