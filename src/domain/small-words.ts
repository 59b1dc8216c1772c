/** The small words of each language, without accents. They tell the language of a text, and little of its meaning. */
import { withoutAccents } from './accents.ts'

const lists = {
  en: 'the a an and or but if of at by for with about to from in on is are was were be been am do does did have has had i you he she it we they me him her us them my your his its our their this that these those what which who how when where why not no yes can could will would should may please there here so just than too very',
  de: 'der die das ein eine einen einem einer und oder aber wenn von bei mit zu zum zur aus in im auf ist sind war waren sein bin hat habe haben hatte ich du er sie es wir ihr mich mir dich dir uns euch ihm ihn mein meine dein deine euer dieser diese dieses was welche wer wie wann wo warum nicht nein ja kann können will würde soll bitte hier da so nur als auch sehr für noch schon kein keine ihre gibt',
  fr: 'le la les un une des et ou mais si de du au aux par pour avec dans en sur est sont était être suis ai as a ont avait je tu il elle nous vous ils elles me te se moi toi lui leur mon ma mes ton ta tes son sa ses notre votre ce cette ces que qui quoi quel quelle comment quand où pourquoi ne pas non oui peut peux puis voudrais veux ici très plus bien est-ce svp quelles quels',
  es: 'el la los las un una unos unas y o pero si de del al por para con en sobre es son era ser soy he ha han había yo tú él ella nosotros ustedes ellos me te se mi mis tu tus su sus nuestro este esta estos esto que quién qué cuál cómo cuándo dónde no sí puedo puede quiero quisiera aquí muy más hay está están estoy también lo le',
  it: 'il lo la i gli le un uno una e o ma se di del della dei delle al alla da dal per con in nel nella su è sono era essere ho hai ha hanno io tu lui lei noi voi loro mi ti si ci mio mia tuo tua suo sua questo questa questi che chi cosa quale come quando dove perché non no sì posso può vorrei voglio qui molto più anche',
  pt: 'o a os as um uma uns umas e ou mas se de do da dos das ao à por para com em no na nos nas é são era ser estou está estão tem tenho têm eu você ele ela nós vocês eles me te se meu minha seu sua nosso este esta isso que quem qual como quando onde porque não sim posso pode quero queria aqui muito mais também',
  nl: 'de het een en of maar als van bij met naar te uit in op is zijn was waren ben heb heeft hebben had ik jij je u hij zij ze wij we jullie mij mijn me jouw uw haar hun ons onze dit dat deze die wat welke wie hoe wanneer waar waarom niet nee ja kan kunnen wil zou moet graag hier er zo ook zeer voor nog geen',
  sv: 'en ett och eller men om av hos med till från i på är var vara har hade jag du han hon det vi ni de mig dig oss er min mitt mina din ditt dina sin denna detta dessa som vad vilken vem hur när var varför inte nej ja kan skulle vill ska får här där så bara också mycket för',
  da: 'en et og eller men hvis af hos med til fra i på er var være har havde jeg du han hun det vi i de mig dig os jer min mit mine din dit dine sin denne dette disse som hvad hvilken hvem hvordan hvornår hvor hvorfor ikke nej ja kan ville vil skal får her der så kun også meget for',
  pl: 'i lub ale jeśli z ze do od w we na o po przy dla jest są był była być mam ma mają ja ty on ona my wy oni mnie mi ciebie ci go jej nas was ich mój moja twój twoja ten ta to te który która co kto jak kiedy gdzie dlaczego czy nie tak mogę może chcę chciałbym proszę tu tam bardzo też już się jakie',
  tr: 've veya ama eğer bir bu şu o ile için gibi kadar daha çok en ben sen biz siz onlar beni seni bana sana benim senin bizim sizin ne hangi kim nasıl nerede neden niçin mi mı mu mü değil hayır evet var yok olarak lütfen burada şey da de ki istiyorum',
  id: 'yang dan atau tetapi jika dari di ke pada dengan untuk oleh adalah itu ini saya aku kamu anda dia kami kita mereka apa siapa bagaimana kapan mana mengapa kenapa tidak bukan ya bisa dapat akan mau ingin ada sudah belum juga sangat saja tolong berapa nya',
  vi: 'và hoặc nhưng nếu của ở với cho từ trong trên là có không được tôi bạn anh chị em nó chúng họ này đó kia gì nào ai thế khi đâu sao muốn cần đã sẽ đang rất cũng những các một ạ nhé bao nhiêu',
} as const

export type ListedLanguage = keyof typeof lists

export const smallWords: ReadonlyMap<ListedLanguage, ReadonlySet<string>> = new Map(
  (Object.keys(lists) as ListedLanguage[]).map((language) => [
    language,
    new Set(lists[language].split(' ').map(fold)),
  ]),
)

const inAny = new Set([...smallWords.values()].flatMap((words) => [...words]))

function fold(word: string): string {
  return withoutAccents(word).replaceAll('ß', 'ss')
}

/** Whether this is a small word of some language. The word must be without accents. */
export function isSmallWord(word: string): boolean {
  return inAny.has(word)
}
