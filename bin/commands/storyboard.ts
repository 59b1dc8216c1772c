import type { Command } from 'commander'
import { readAmount } from '../command-line/read-number.ts'
import { checkStoryboardFile } from '../storyboard/check.ts'
import { drawStoryboardFile } from '../storyboard/draw.ts'
import { playInTerminal } from '../storyboard/play.ts'
import { testStoryboard } from '../storyboard/test.ts'
import { storyboardJsonSchema } from '../../src/storyboard/json-schema.ts'

export function registerStoryboard(program: Command): void {
  const storyboard = program
    .command('storyboard')
    .description(
      'what the Page says and when: check, try, test and draw the file (docs/reference/storyboard.md)',
    )
  storyboard
    .command('check <file>')
    .description(
      'its mistakes and those of its transcripts, with line and column; ends with 65 if there is one',
    )
    .action((file: string) => checkStoryboardFile(file, console))
  storyboard
    .command('play <file>')
    .description('a chat in the terminal, without network')
    .option('--name <name>', 'your first name')
    .option('--locale <locale>', 'your locale, de_DE')
    .option('--points <points>', 'your loyalty points', readAmount)
    .action((file: string, options: { name?: string; locale?: string; points?: number }) =>
      playInTerminal(file, {
        profile: {
          pId: '1',
          ...(options.name === undefined ? {} : { firstName: options.name }),
          ...(options.locale === undefined ? {} : { locale: options.locale }),
          ...(options.points === undefined ? {} : { loyaltyPoints: options.points }),
        },
        input: process.stdin,
        output: process.stdout,
      }),
    )
  storyboard
    .command('test <file> [transcripts...]')
    .description('play the transcripts beside it and show what differs; ends with 1 if something does')
    .action(async (file: string, transcripts: string[]) => {
      if (!(await testStoryboard({ file, transcripts }, console))) process.exitCode = 1
    })
  storyboard
    .command('draw <file>')
    .description('the flow as a picture (SVG) and, with the transcripts, one page (HTML) for the App Review')
    .option('--out <folder>', 'where to; beside the storyboard if absent')
    .action((file: string, { out }: { out?: string }) =>
      drawStoryboardFile({ file, ...(out === undefined ? {} : { out }) }, console),
    )
  storyboard
    .command('schema')
    .description('the JSON Schema of the format, for editors')
    .action(() => void process.stdout.write(storyboardJsonSchema()))
}
