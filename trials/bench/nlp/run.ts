/** `npm run bench:nlp`: every figure of docs/reference/language-understanding.md (measure.ts). */
import { runTrial } from '../../../sandbox/command-line.ts'
import { describeComputer } from '../../machine.ts'
import { writeResultFile } from '../../result-file.ts'
import { measure } from './measure.ts'
import { findPublicCorpora } from './public-corpora.ts'

await runTrial({
  script: 'bench:nlp',
  about: `Measures the local language provider: accuracy on its own small corpora, on two public ones beside published figures,
and on small ones drawn from these. Says where to get the public corpora if they are missing.`,
  options: {
    kinds: 'only the kinds of sentences and the languages, with the sentences written for them',
    fit: 'only find the coefficients of the gate anew, and measure them on other draws',
    ablation: 'only what each part of the classifier brings',
    forced: 'only how often a guess is right that may not be refused, also with ten examples an intent',
    curve: 'only what more examples change, from 200 to 5,000',
    wrong: 'with --kinds: print each sentence that was not understood',
  },
  async run(given) {
    return measure(given, {
      corpora: findPublicCorpora(),
      save: (name, figures) => {
        writeResultFile({ name, script: 'bench:nlp', machine: describeComputer(), figures })
      },
    })
  },
})
