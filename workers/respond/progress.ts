/**
 * The result of one step of a conversation. `done`: read the conversation again. `settled`: a message is settled, else
 * as `done`. `nothing`: nothing is left to do. `waitUntil`: the next step is possible at this time, ms since the epoch.
 */
export type Progress = 'done' | 'settled' | 'nothing' | { readonly waitUntil: number }
