/** The commands that find and show customers, and correct who is who. */
import type { Command } from 'commander'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { alsoForgotten } from './also-forgotten.ts'
import { linkIds, mergeCustomers, unlink, unmergeCustomers } from './change-links.ts'
import { findCustomers } from './find-customers.ts'
import { previewRules } from './preview-rules.ts'
import { acceptProposal, listProposals, refuseProposal, restoreProposal } from './proposals.ts'
import { addShared, listSharedValues, removeShared } from './shared-values.ts'
import { showCustomer } from './show-customer.ts'

const json = ['--json', 'print JSON'] as const
const yes = ['--yes', 'do it without asking'] as const
const by = ['--by <name>', 'who decides, for the evidence (default: your login name)'] as const

export function addIdentityCommands(customer: Command): void {
  customer
    .command('find <text>')
    .description('find customers by a part of their name, an e-mail, a phone, an id or a number')
    .option('--limit <count>', 'customers, 1 to 1000', wholeNumberUpTo(1_000), 20)
    .option(...json)
    .action(findCustomers)
  customer
    .command('show <id>')
    .description('the ids of a customer with their evidence, the profile with its sources, and the timeline')
    .option('--limit <count>', 'entries of the timeline, 1 to 1000', wholeNumberUpTo(1_000), 20)
    .option('--texts', 'show the texts of messages, comments and lead forms')
    .option(...json)
    .action(showCustomer)
  customer
    .command('link <a> <b>')
    .description('say that two ids are of one customer; one of them may be new; tells what moves and asks')
    .option(...yes)
    .option(...by)
    .option('--also-forgotten', alsoForgotten)
    .action(linkIds)
  customer
    .command('unlink <number>')
    .description('revoke a link: all rows are as they would be without it; tells what moves and asks')
    .option(...yes)
    .option(...by)
    .action(unlink)
  customer
    .command('merge <a> <b>')
    .description('make one customer of two, each named by one of their ids; tells what moves and asks')
    .option(...yes)
    .option(...by)
    .action(mergeCustomers)
  customer
    .command('unmerge <a> <b>')
    .description('revoke the merges by operators that make one customer of these two ids')
    .option(...yes)
    .option(...by)
    .action(unmergeCustomers)
  customer
    .command('preview')
    .description(
      'which customers of the whole database a rule would merge, each pair with its reason; changes nothing',
    )
    .option('--rule <name>', 'email or phone in profile, or claimed in a chat (default: all)')
    .option('--limit <count>', 'pairs, 1 to 100000', wholeNumberUpTo(100_000), 100)
    .option(...json)
    .action(previewRules)
  registerProposals(customer)
  registerShared(customer)
}

function registerProposals(customer: Command): void {
  const proposals = customer
    .command('proposals')
    .description('what customers typed of themselves: accept or refuse it as a link')
  proposals
    .command('list', { isDefault: true })
    .description('list the proposals that wait, oldest first')
    .option('--limit <count>', 'proposals, 1 to 100000', wholeNumberUpTo(100_000), 50)
    .option(...json)
    .action(listProposals)
  proposals
    .command('accept <number>')
    .description('make it a link that merges; tells what moves and asks')
    .option(...yes)
    .option(...by)
    .action(acceptProposal)
  proposals
    .command('refuse <number>')
    .description('revoke it; the same proposal does not come again')
    .option(...by)
    .action(refuseProposal)
  proposals
    .command('restore <number>')
    .description('let a proposal wait again that was refused')
    .option(...by)
    .action(restoreProposal)
}

function registerShared(customer: Command): void {
  const shared = customer
    .command('shared')
    .description('e-mails and phones that many have: they make no two ids one customer')
  shared
    .command('list', { isDefault: true })
    .description('list them, those of most customers first')
    .option('--limit <count>', 'values, 1 to 100000', wholeNumberUpTo(100_000), 50)
    .option(...json)
    .action(listSharedValues)
  shared
    .command('add <value>')
    .description('list a value, as phone:+498912345: what it merged falls apart')
    .option(...by)
    .action(addShared)
  shared
    .command('remove <value>')
    .description('let a value merge, although many have it')
    .option(...by)
    .action(removeShared)
}
