/** How customers say what they do not want, in more languages. See negation-words.ts. */
import type { NegationWords } from './negated.ts'

export const moreNegationWords: Readonly<Record<string, NegationWords>> = {
  pl: {
    refusals: [
      'nie * chcę|chcemy|chciałbym|chciałabym|zamierzam|potrzebuję|planuję|prosiłem|prosiłam|życzę|chodzi',
      'nie * mam_zamiaru|mam_ochoty|jestem_zainteresowany|jestem_zainteresowana',
      'wolę|wolałbym|wolałabym nie',
    ],
    commands: ['proszę|prosimy|błagam * nie', '^ nie -cie|-ać|-uj|-aj', 'zamiast -ać|-nia'],
    stops: '',
    asks: 'dlaczego czemu kiedy jeśli jeżeli gdzie jak',
    exempt: 'czekać tracić mogę wiem widzę działa',
    anyMore: 'już więcej dłużej',
  },
  tr: {
    refusals: [
      'istemiyorum|istemiyoruz|istemem|istemedim|istemiyom',
      'etmeyeceğim|etmeyeceğiz|etmiyorum|etmeyi_düşünmüyorum',
      'niyetim|gerek yok',
    ],
    commands: ['-meyin|-mayın|-meyiniz|-mayınız $', 'etme|etmeyin|etmeyiniz $'],
    stops: '',
    asks: 'neden niçin niye eğer',
    exempt: 'beklemek kaybetmek',
    anyMore: 'artık daha',
  },
  sv: {
    refusals: [
      'vill|ville|önskar|behöver|tänker|tänkte … inte|inga|ingen|inget|ej|aldrig',
      'inte|inga|ingen … vill $',
      'helst|hellre inte',
      'inte * bett|intresserad',
    ],
    commands: [
      'snälla|vänligen|please … inte|inga|ej',
      '^ inte|ej',
      'jag_ska|vi_ska … inte',
      'istället_för att',
    ],
    stops: 'varför när var hur vad om att kan är jag har får hjälp kommer kom går fungerar',
    asks: 'varför när var hur om kan vad',
    exempt: 'vänta förlora missa vet hittar fungerar fått kommit logga',
    anyMore: 'längre mer mera',
  },
  da: {
    refusals: [
      'vil|ville|ønsker|behøver … ikke|ingen|intet|aldrig',
      'ikke|ingen … vil $',
      'helst|hellere|heller ikke',
      'ikke * bedt|interesseret',
    ],
    commands: [
      'venligst|please|vennligst|snill … ikke|ingen',
      '^ ikke',
      'jeg_skal|vi_skal … ikke',
      'i_stedet_for at|å',
    ],
    stops:
      'hvorfor hvornår når hvor hvordan hvad hva om at kan er jeg har får hjælp hjelp kommer kom går virker fungerer',
    asks: 'hvorfor hvornår når hvor hvordan hvis om kan hvad hva',
    exempt: 'vente miste tabe ved finder virker fået fått kommet logge',
    anyMore: 'længere lenger mere mer',
  },
  cs: {
    refusals: [
      'nechci|nechceme|nechtěl|nechtěla|nepotřebuji|nepotřebuju|nehodlám|nepřeji',
      'nemám zájem|v_úmyslu',
    ],
    commands: ['prosím -jte|-te'],
    stops: '',
    asks: 'proč kdy kde jak jestli pokud',
    exempt: 'čekat ztratit jděte dejte pošlete řekněte napište',
    anyMore: 'už více',
  },
  ro: {
    refusals: [
      'nu * vreau|vrem|doresc|dorim|intenționez|trebuie|am_nevoie|aș_vrea',
      'prefer|mai_bine să_nu|nu',
    ],
    commands: ['rog nu', 'rog să_nu', 'în_loc să'],
    stops: '',
    asks: 'când unde cum dacă',
    exempt: 'aștept pierd pot știu găsesc',
    anyMore: 'mai',
  },
  ru: {
    refusals: [
      'не * хочу|хотим|хотел|хотела|хотели|нужно|нужна|нужен|надо|собираюсь|планирую|буду|просил|просила|желаю',
      'передумал|лучше|решил|решила не',
    ],
    commands: ['пожалуйста не', '^ не -йте|-ите|-ать|-ть', 'вместо_того чтобы'],
    stops: '',
    asks: 'почему когда где как если',
    exempt: 'ждать терять могу знаю вижу работает',
    anyMore: 'больше уже',
  },
  id: {
    refusals: ['tidak|tak|nggak|enggak|gak|ga|ngga|bukan * mau|ingin|nak|perlu|butuh|minta'],
    commands: ['jangan|jgn'],
    stops: '',
    asks: 'kenapa mengapa kapan kalau jika',
    exempt: 'menunggu tunggu kehilangan bisa',
    anyMore: 'lagi',
  },
  tl: {
    refusals: ['ayaw|ayoko', 'hindi|di ko_gusto|ko_kailangan|ko_gustong|ko_po_gusto'],
    commands: ['huwag|wag'],
    stops: '',
    asks: 'bakit kailan kung paano',
    exempt: 'maghintay mawala',
    anyMore: 'na',
  },
  vi: {
    refusals: ['không|ko|k muốn|cần|định'],
    commands: ['đừng', 'xin đừng|không'],
    stops: '',
    asks: 'sao khi nếu',
    exempt: 'chờ đợi',
    anyMore: 'nữa',
  },
  el: {
    refusals: ['δεν * θέλω|θέλουμε|χρειάζομαι|σκοπεύω|ζήτησα'],
    commands: ['παρακαλώ μην|μη', '^ μην|μη'],
    stops: '',
    asks: 'γιατί πότε πού πώς αν',
    exempt: 'περιμένω χάσω',
    anyMore: 'πια άλλο',
  },
  ar: {
    refusals: ['لا|ما|مش أريد|اريد|نريد|أرغب|ارغب|أحتاج|احتاج|أبغى|ابغى|أبي|ابي|بدي|عايز|عاوز|عايزة|عاوزة'],
    commands: ['رجاء|فضلك لا'],
    stops: '',
    asks: 'لماذا متى أين كيف إذا',
    exempt: 'انتظار الانتظار',
    anyMore: 'بعد',
  },
}
