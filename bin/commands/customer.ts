/** `pagebeat customer`: one customer, in every store. */
import type { Command } from 'commander'
import { addExport } from '../customer/export.ts'
import { addForget } from '../customer/forget.ts'
import { addDeletions, addForgotten } from '../customer/forgotten.ts'
import { registerInvite } from '../customer/invite.ts'
import { addResolve } from '../customer/resolve.ts'

export function registerCustomer(program: Command): void {
  const customer = program
    .command('customer')
    .description('link customers to your own numbers, export or forget a customer, and see requests for it')
    .addHelpText(
      'after',
      '\nExamples:\n  pagebeat customer export 803725070025856 --out /secure/export\n  pagebeat customer forget 803725070025856 --yes',
    )
  registerInvite(customer)
  addExport(customer)
  addForget(customer)
  addForgotten(customer)
  addDeletions(customer)
  addResolve(customer)
}
