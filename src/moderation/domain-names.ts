/** Ends of domain names, and words that stand before a dot by a slip of the finger. */

/** ISO 3166, and the exceptions of DNS (ac, eu, su, uk). */
const countries =
  'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw'
const generic =
  'com net org info biz name pro mobi edu gov int mil app dev shop store online site website web page blog club vip top xyz icu live life work world today space fun cloud tech digital email link click win bet casino poker game games loan loans credit money cash finance bank trade trading market markets crypto bitcoin nft coin date dating love sex sexy porn xxx adult cam chat social network group team company business agency studio design media news press tv movie video photo photos pics gallery music band art food pizza cafe coffee bar restaurant recipes health fitness diet doctor pharmacy clinic dental care hospital hotel travel tours flights taxi cars auto bike house homes property land estate city berlin hamburg koeln bayern wien london paris nyc tokyo moscow africa asia lat wtf lol ninja guru expert tips help support center zone systems solutions services service tools plus one best deals sale discount promo free gift gifts buzz rocks cool wiki academy school education university college download stream host hosting domains monster quest cyou sbs cfd bond rest beauty hair makeup skin autos boats gmbh limited ltd llc inc reviews review rip science events event party wedding church foundation fund example'
const others =
  'рф рус сайт онлайн москва бел укр мкд срб бг қаз мон 中国 中國 公司 网络 网址 在线 商城 网店 香港 台湾 台灣 新加坡 한국 닷컴 コム みんな भारत संगठन বাংলা ভারত ไทย السعودية امارات مصر قطر المغرب الجزائر تونس عمان الاردن فلسطين سورية عراق ایران پاکستان بھارت شبكة موقع ישראל ελ ευ გე հայ'

const countryEnds = new Set(countries.split(' '))
const ends = new Set(`${countries} ${generic} ${others}`.split(' '))

/** No sentence begins with them. */
const usualEnds = new Set(['com', 'net', 'org'])

/** No word of a usual language. */
const plainEnds = new Set(
  'com net org biz xyz ru io de uk eu pl nl cz ch jp kr cn ua br tr gr hu dk fi fr рф online'.split(' '),
)

/** Country ends that are also words of English, German, Romance or Slavic languages. */
const wordEnds = new Set(
  'it is so me in to no at be my do am as us de es la il et id al se si te ne ma pa da un en les on mu po ya na za co om li lo su com ai im um ab'.split(
    ' ',
  ),
)

/** Words after which a space was forgotten: "thanks.so what", "gracias.de nada". */
const usualWords = new Set(
  (
    'a about again all also always and any are as ask at back bad be better but buy by call can check close closed come delicious do done down easy even ever every fine first for from get give go good got great had happy has have he help her here him his how i if in is it its just know last late later like little look lot love made make many maybe me more most much my need never new next nice no not nothing now of off ok okay old on one only open or other our out over people perfect please price problem question quick really right sad same say see she should so some soon sorry such sure take thank thanks that the them then there these they thing think this time to today too true try two up us use very wait want was way we well what when where which who why will with would wow yes yet you your ' +
    'aber auch ab bei bin bis danke das dass dein dem den der die doch du echt ein eine er es für ganz gerne gut habe hallo heute hier ich ihr immer ist ja jetzt kein lecker leider mal mehr mein mich mir mit nein nicht noch nur oder preis schade schon sehr sein sie sind so toll und uns von warum was wie wir wo zu ' +
    'bien bom boa bueno buena bonjour caro chiaro como con cosa certo ciao claro dia es eso esto está favor gracias grazie hola ici igual lindo lo mal mejor merci moi muito muy nada non nous obrigado obrigada oggi ok oui para pas per perfecto perfetto por precio prezzo prix que quoi sim si sì siempre tanto todo todos toi tout tudo um una vero você vous voilà ya'
  ).split(' '),
)

/** Portuguese: "bom.com certeza" */
const wordsBeforeCom = new Set(
  'aqui adorei amei bem boa bom caro eu fica hoje junto lindo linda muito nao não obrigado obrigada ok perfeito quero sim tudo vou você'.split(
    ' ',
  ),
)

export function isKnownEnd(end: string): boolean {
  return ends.has(end)
}

export function isPlainEnd(end: string): boolean {
  return plainEnds.has(end)
}

export interface Written {
  /** The labels of the name, as they are written. */
  readonly labels: readonly string[]
  /** Something follows that only an address has: a path, a port. */
  readonly hasMore: boolean
}

/**
 * Whether dots between words make a domain name, where nothing else says so (https://, www.). "Danke.Ich komme" and
 * "3.kg" are none, and "thanks.so what" is most likely none.
 */
export function looksLikeDomain({ labels, hasMore }: Written): boolean {
  const written = labels.at(-1) ?? ''
  const end = written.toLowerCase()
  const label = labels.at(-2) ?? ''
  if (!ends.has(end) || label === '') return false
  if (/^\p{N}+$/u.test(label) && countryEnds.has(end)) return false
  if (hasMore) return true
  const isSentence = /^\p{Lu}/u.test(written) && !/^\p{Lu}+$/u.test(label) && !usualEnds.has(end)
  if (isSentence) return false
  const words = end === 'com' ? wordsBeforeCom : wordEnds.has(end) ? usualWords : undefined
  return labels.length > 2 || words?.has(label.toLowerCase()) !== true
}
