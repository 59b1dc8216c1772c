/** `pagebeat page`: the Pages this installation tracks and answers for, from the token to the menu. */
import type { Command } from 'commander'
import { addPage, replaceToken } from '../page/keep-token.ts'
import { listPages } from '../page/list-pages.ts'
import { publishProfile } from '../page/publish-profile.ts'
import { removePage } from '../page/remove-page.ts'
import { showCheck } from '../page/show-check.ts'
import { showListeners } from '../page/show-listeners.ts'
import { subscribePage } from '../page/subscribe-page.ts'

const json = ['--json', 'as JSON'] as const

export function registerPage(program: Command): void {
  const page = program.command('page').description('Pages: tokens, subscriptions, messenger profile, checks')
  page
    .command('listeners <host>')
    .description('print what to type into the webhook forms of the App Dashboard')
    .option(...json)
    .action(showListeners)
  page
    .command('add <pageId>')
    .description('add a Page; its access token comes on standard input and is kept encrypted')
    .option('--name <name>', "what it is called here; Facebook's name for it if absent")
    .option('--no-check', 'do not ask Facebook about the token')
    .option(...json)
    .action(addPage)
  page
    .command('list')
    .description('every Page that was added, or whose events came')
    .option(...json)
    .action(listPages)
  page
    .command('token <pageId>')
    .description('replace the access token by the one on standard input; what waited for it goes on')
    .option('--no-check', 'do not ask Facebook about the token')
    .option(...json)
    .action(replaceToken)
  page
    .command('subscribe <pageId>')
    .description('subscribe the app and the Page to all fields')
    .option('--callback <url>', 'where Facebook sends to, https://<your host>/webhook; as before if absent')
    .option(...json)
    .action(subscribePage)
  page
    .command('publish <pageId>')
    .description(
      'make greeting, Get Started, ice breakers and menu those of the storyboard; shows the difference',
    )
    .option('--storyboard <file>', 'that of STORYBOARD if absent')
    .option('--dry-run', 'show the difference only')
    .option(...json)
    .action(publishProfile)
  page
    .command('check <pageId>')
    .description('say in plain words what is wrong with a Page, and the fix; the status is 1 if anything is')
    .option('--storyboard <file>', 'compare the messenger profile with it; that of STORYBOARD if absent')
    .option(...json)
    .action(showCheck)
  page
    .command('remove <pageId>')
    .description('unsubscribe a Page and forget its token; what was tracked stays')
    .option('--no-unsubscribe', 'forget the token without telling Facebook')
    .option(...json)
    .action(removePage)
}
