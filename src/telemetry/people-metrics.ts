/** What people have to know, as metrics. The worker that notifies people sets them. */
import { Counter, Gauge } from 'prom-client'
import { registry } from './registry.ts'

const registers = [registry]

export const peopleMetrics = {
  waitingForAgent: new Gauge({
    name: 'pagebeat_waiting_for_agent',
    help: 'Customers who wait for an agent: see pagebeat conversation list --waiting',
    labelNames: ['page'],
    registers,
  }),
  waitingSeconds: new Gauge({
    name: 'pagebeat_waiting_for_agent_seconds',
    help: 'How long the longest of them has been waiting',
    labelNames: ['page'],
    registers,
  }),
  pagePaused: new Gauge({
    name: 'pagebeat_page_paused',
    help: '1 while calls of the Page wait; page="*": of all Pages',
    labelNames: ['page', 'reason'],
    registers,
  }),
  pageSilent: new Gauge({
    name: 'pagebeat_page_silent',
    help: '1 while a Page sends no events, although the same hours of the last weeks had some',
    labelNames: ['page'],
    registers,
  }),
  notifications: new Counter({
    name: 'pagebeat_notifications_total',
    help: 'Facts for the receivers of NOTIFY_URL: sent, retried, failed, or unclear whether they were told',
    labelNames: ['result'],
    registers,
  }),
} as const
