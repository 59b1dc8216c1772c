import { Counter } from 'prom-client'
import { registry } from './registry.ts'

export const leadMetrics = {
  leads: new Counter({
    name: 'pagebeat_leads_total',
    help: 'Leads that came to their end, by what told of them first',
    labelNames: ['found_by', 'state'],
    registers: [registry],
  }),
} as const
