/** Words between two clauses, by language. All lists hold for every text: a customer may mix languages. */
import { foldWord } from './fold-word.ts'

interface Joining {
  /** Between two things that the customer wants. `mas` and `ma` are here, as Spanish and French have them, too. */
  readonly and: string
  /** Before what is meant instead. */
  readonly but: string
  /** First words of a clause with its own verb, after "and". */
  readonly starts: string
}

const byLanguage: Readonly<Record<string, Joining>> = {
  en: {
    and: 'and also plus besides additionally furthermore then',
    but: 'but however though anyway',
    starts:
      'i we you my can could would how when where what which who why is are do does did please just it there let',
  },
  de: {
    and: 'und außerdem sowie zudem zusätzlich übrigens',
    but: 'aber sondern jedoch trotzdem stattdessen',
    starts:
      'ich wir ihr sie mein meine kann könnt können könnte wie wann wo was welche wer warum ist sind hat habt bitte es',
  },
  es: {
    and: 'y e además también',
    but: 'pero sino aunque',
    starts:
      'yo me mi quiero quisiera puedo pueden puede cómo cuándo dónde qué cuál cuánto es está hay tienen por necesito',
  },
  fr: {
    and: 'et aussi également puis',
    but: 'mais cependant plutôt',
    starts: 'je j nous mon ma puis peux pouvez comment quand où quel quelle combien est avez c il merci',
  },
  pt: {
    and: 'e também além mas',
    but: 'porém',
    starts:
      'eu nós meu minha posso podem pode como quando onde qual quanto é está tem quero queria preciso por',
  },
  it: {
    and: 'e ed anche inoltre ma',
    but: 'però bensì',
    starts: 'io noi mio mia posso potete come quando dove quale quanto è avete vorrei voglio mi per ho',
  },
  nl: {
    and: 'en ook verder daarnaast',
    but: 'maar echter',
    starts: 'ik we wij mijn kan kunnen hoe wanneer waar wat welke wie is zijn hebben graag',
  },
  pl: {
    and: 'oraz także ponadto',
    but: 'ale lecz jednak',
    starts: 'ja mój moja mogę czy jak kiedy gdzie jaki ile proszę chcę',
  },
  tr: { and: 've ayrıca', but: 'ama fakat ancak', starts: 'ben benim nasıl ne nerede hangi kaç lütfen' },
  sv: {
    and: 'och samt dessutom',
    but: 'men utan',
    starts: 'jag vi min mitt kan hur när var vad vilken är har det',
  },
  da: {
    and: 'og samt desuden',
    but: 'men',
    starts: 'jeg vi min mit kan hvordan hvornår hvor hvad er har det',
  },
  cs: { and: 'navíc', but: 'ale avšak', starts: 'já můj moje mohu můžu jak kdy kde co kolik je' },
  ro: { and: 'și', but: 'însă', starts: 'eu meu mea pot cum când unde ce cât este aveți vreau' },
  ru: {
    and: 'и также',
    but: 'но однако',
    starts: 'я мы мой моя можно могу как когда где что сколько есть хочу',
  },
  id: {
    and: 'dan juga',
    but: 'tapi tetapi',
    starts: 'saya aku bisa apakah bagaimana kapan dimana berapa mau tolong',
  },
  tl: { and: 'at tsaka', but: 'pero kundi', starts: 'ako ko pwede paano kailan saan magkano ano gusto may' },
}

export const joins = wordsOf('and')
export const contrasts = wordsOf('but')
export const starts = wordsOf('starts')

/** Words before a thing. */
export const determiners: ReadonlySet<string> = new Set(
  `the a an my your this that these those any it them der die das den dem ein eine einen mein meine meinen diese diesen
  el la los las un una mi mis este esta estos le les mon ma mes ce cette il lo i gli questo questa mio mia o os as um uma
  meu minha de het een mijn deze dit det den min mitt mina mój moją`
    .split(/\s+/)
    .map(foldWord),
)

function wordsOf(list: keyof Joining): ReadonlySet<string> {
  return new Set(Object.values(byLanguage).flatMap((lists) => lists[list].split(' ').map(foldWord)))
}
