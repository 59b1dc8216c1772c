/** After this time nobody may answer any more: an agent may write for seven days. Source: docs/platform.md, 4. */
export const agentWindowMs = 7 * 24 * 60 * 60_000
