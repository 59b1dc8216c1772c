/** The verbs of feed events by what they do to their content. Source: docs/platform.md, 2. */
export const editVerbs: ReadonlySet<string> = new Set(['edit', 'edited', 'update'])
export const removeVerbs: ReadonlySet<string> = new Set(['remove', 'delete'])
