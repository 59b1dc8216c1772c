/** `pagebeat customer`: who is who, the brand's own customers, and one customer in every store. */
import type { Command } from 'commander'
import { addExport } from '../customer/export.ts'
import { addForget } from '../customer/forget.ts'
import { addDeletions, addForgotten } from '../customer/forgotten.ts'
import { addIdentityCommands } from '../customer/identity-commands.ts'
import { addImport } from '../customer/import-customers.ts'
import { registerInvite } from '../customer/invite.ts'
import { addResolve } from '../customer/resolve.ts'

export function registerCustomer(program: Command): void {
  const customer = program
    .command('customer')
    .description(
      'find, link, merge, import, invite, export and forget customers; see the evidence that makes ids one customer',
    )
    .addHelpText(
      'after',
      '\nAn id is written with its kind: customer:4711, email:anna@example.com, phone:+491711234567, facebook:<PSID>.\n' +
        'An e-mail, a phone, a number or a pId is recognised without it.\n' +
        '\nExamples:\n  pagebeat customer find duarte\n  pagebeat customer show anna@example.com\n' +
        '  pagebeat customer merge customer:4711 facebook:7654321\n' +
        '  pagebeat customer import customers.csv --map customers.yaml --dry-run\n' +
        '  pagebeat customer export 803725070025856 --out /secure/export\n' +
        '  pagebeat customer forget 803725070025856 --yes',
    )
  addIdentityCommands(customer)
  addImport(customer)
  registerInvite(customer)
  addExport(customer)
  addForget(customer)
  addForgotten(customer)
  addDeletions(customer)
  addResolve(customer)
}
