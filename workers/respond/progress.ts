/**
 * `done`: a step was done. `settled`: so was a message's last step. `nothing`: there is nothing to do. Else the next step is not
 * before a time, ms since the epoch.
 */
export type Progress = 'done' | 'settled' | 'nothing' | { readonly waitUntil: number }
