/** How customers are linked to the brand's own numbers, as metrics. */
import { Counter } from 'prom-client'
import { registry } from './registry.ts'

const registers = [registry]

export const linkMetrics = {
  invites: new Counter({
    name: 'pagebeat_invites_total',
    help: 'Uses of m.me links of pagebeat customer invite: used, reused by another customer, expired, forged, malformed',
    labelNames: ['result'],
    registers,
  }),
  logIns: new Counter({
    name: 'pagebeat_log_ins_total',
    help: 'Log-ins of account linking: linked, or refused, malformed, too_late, off',
    labelNames: ['result'],
    registers,
  }),
} as const
