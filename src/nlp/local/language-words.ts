/**
 * Small words of more languages, for telling the languages of a storyboard apart. They say nothing of how much a word
 * means, so they are not among the small words of all languages.
 */
import { languageAliases, primaryLanguage } from '../../domain/languages.ts'
import { smallWords } from '../../domain/small-words.ts'
import { once } from './once.ts'
import { fold } from './normalise.ts'

const more: Readonly<Record<string, string>> = {
  en: 'thanks thank hello hi today tomorrow much many get want need like how does got still any',
  de: 'danke hallo heute morgen möchte gern gerne wieviel kostet hätte brauche würden guten tag',
  fr: "merci bonjour bonsoir salut aujourd'hui demain combien coûte voudrais j'ai c'est avez vos votre",
  es: 'gracias hola buenos buenas días tardes noches cuánto cuesta quisiera tienen tiene mañana hoy favor ustedes usted lo les hacen',
  it: 'grazie ciao buongiorno buonasera oggi domani quanto costa avete favore vorremmo',
  pt: 'obrigado obrigada você vocês oi olá bom boa dia noite quanto custa gostaria tem têm amanhã hoje favor lhe isso essa',
  nl: 'dank bedankt hallo vandaag morgen hoeveel kost hebben jullie alstublieft alsjeblieft',
  sv: 'tack hej idag imorgon mycket kostar finns gärna snälla',
  da: 'tak hej dag morgen meget koster findes gerne',
  pl: 'dziękuję dzięki cześć dzień dobry dziś jutro ile kosztuje macie poproszę',
  tr: 'teşekkürler merhaba bugün yarın kaç lira var selam rica',
  id: 'terima kasih halo hari besok berapa harga kak gan bang dong sih',
  vi: 'cảm ơn xin chào hôm nay ngày mai giá shop mình',
  tl: 'ang ng mga sa na po opo ba ko mo ka ako ikaw siya kami kayo sila yung iyong ito iyan yan ano sino saan nasaan kailan paano bakit magkano ilan may meron wala hindi oo at o pero kung para kay si ni nga naman lang din rin pa kasi dito doon gusto pwede puwede salamat kumusta ninyo niyo namin natin akin inyo paki mag nag bukas ngayon',
  nb: 'og eller men om av hos med til fra i på er var være har hadde jeg du han hun det vi dere de meg deg oss min mitt mine din ditt dine sin dette denne disse som hva hvilken hvem hvordan når hvor hvorfor ikke nei ja kan skal vil får her der så bare også mye for en et ei noe noen kunne skulle ville gjerne takk',
  fi: 'ja tai mutta jos on oli olla en ei et minä sinä hän me te he minun sinun tämä se tuo nämä mikä kuka miten milloin missä miksi kuinka onko voinko voiko haluan haluaisin kiitos kyllä myös vain vielä jo niin kun että joka mitä paljonko teillä minulla tänään huomenna kanssa varten',
  cs: 'a nebo ale jestli z ze do od v ve na o po při pro je jsou byl byla být mám máte mají já ty on ona my vy oni mi mě tě ti ho jí nás vás jejich můj moje tvůj ten ta to co kdo jak kdy kde proč ne ano můžu může chci chtěl bych prosím tady velmi také už se si jaké kolik který která dnes zítra děkuji',
  sk: 'a alebo ale ak z zo do od v vo na o po pri pre je sú bol byť mám máte ja ty on ona my vy oni mi ma ťa ho jej nás vás môj moja tvoj ten tá to čo kto ako kedy kde prečo nie áno môžem môže chcem chcel prosím tu veľmi tiež už sa si aké koľko ktorý ktorá dnes zajtra ďakujem',
  hu: 'a az és vagy de ha van volt nem igen én te ő mi ti ők engem nekem neked ez azt ezt mi ki hogyan mikor hol miért mennyi mennyibe lehet szeretnék kérem köszönöm itt ott is csak már még nagyon egy hogy ami aki minden mert most ma holnap nálatok önöknél',
  ro: 'și sau dar dacă de din la cu în pe pentru este sunt era fi am ai are avem au eu tu el ea noi voi ei mă te se îmi îți meu mea tău acest această aceasta ce cine cum când unde nu da pot poate vreau aș vă rog aici foarte mai și un o al ale lui cât costă azi mâine mulțumesc',
  hr: 'i ili ali ako iz do od u na o po pri za je su bio biti imam imate ja ti on ona mi vi oni me te ga nas vas moj moja tvoj taj ta to što tko kako kada gdje zašto ne da mogu može želim molim ovdje jako također već se koliko koji koja danas sutra hvala li bih kod s sa',
  sr: 'и или али ако из до од у на о по за је су био имам имате ја ти он она ми ви они ме те га нас вас мој моја тај та то шта ко како када где зашто не да могу може желим молим овде јако већ се колико који која данас сутра хвала i ili ali ako iz do od u na za je su imam imate ja ti mi vi šta ko kako kada gde zašto ne da mogu želim molim ovde koliko koji danas sutra hvala',
  sl: 'in ali ampak če iz do od v na o po pri za je so bil biti imam imate jaz ti on ona mi vi oni me te ga nas vas moj moja ta to kaj kdo kako kdaj kje zakaj ne ja lahko želim prosim tukaj zelo tudi že se koliko kateri katera danes jutri hvala bi',
  bg: 'и или но ако от до в на за по с със е са беше има имам имате аз ти той тя ние вие те ме ми го ни ви моя моята този тази това какво кой как кога къде защо не да мога може искам моля тук много също вече се колко която днес утре благодаря ли',
  ru: 'и или но если из до от в на за по с со это есть был быть у меня я ты он она мы вы они мне мой моя мои твой этот эта эти что кто как когда где почему не да нет можно могу хочу пожалуйста здесь очень тоже уже сколько какой какая сегодня завтра спасибо ли бы мой',
  uk: 'і й або але якщо з із до від в у на за по це є був бути мене я ти він вона ми ви вони мені мій моя мої цей ця ці що хто як коли де чому не так ні можна можу хочу будь ласка тут дуже також вже скільки який яка сьогодні завтра дякую чи би',
  el: 'και ή αλλά αν από σε στο στη στην με για είναι ήταν έχω έχει εγώ εσύ αυτός εμείς εσείς μου σου του της μας σας τους αυτό αυτή τι ποιος πώς πότε πού γιατί δεν όχι ναι μπορώ μπορεί θέλω θα παρακαλώ εδώ πολύ πόσο σήμερα αύριο ευχαριστώ ο η το οι τα ένα μια',
  ms: 'yang dan atau tetapi jika dari di ke pada dengan untuk oleh adalah itu ini saya aku kamu anda dia kami kita mereka apa siapa bagaimana bila mana kenapa tidak tak bukan ya boleh dapat akan mahu nak ada sudah belum juga sangat sahaja tolong berapa encik awak macam mana harga esok hari',
  ca: 'i o però si de del la els les un una uns per amb en sobre és són era ser sóc he ha han jo tu ell ella nosaltres vosaltres em et es el meu la meva teu seu aquest aquesta això què qui quin quina com quan on per què no sí puc pot vull voldria aquí molt més també hi ha està estan quant costa avui demà gràcies',
  sw: 'na au lakini kama ya wa la za kwa katika ni si mimi wewe yeye sisi ninyi wao yangu yako yake hii hiyo nini nani vipi lini wapi kwa nini hapana ndiyo naweza nataka tafadhali hapa sana pia bado tayari ngapi leo kesho asante',
  et: 'ja või aga kui on oli olla ei mina sina tema meie teie nemad mul sul minu sinu see need mis kes kuidas millal kus miks jah saan saab tahan sooviksin palun siin väga ka juba veel ainult kui palju täna homme aitäh',
  lv: 'un vai bet ja no līdz pie ar uz ir bija būt es tu viņš viņa mēs jūs viņi man tev mans mana tavs šis šī kas kā kad kur kāpēc nē jā var varu gribu vēlos lūdzu šeit ļoti arī jau cik kurš kura šodien rīt paldies',
  lt: 'ir ar bet jei iš iki prie su ant yra buvo būti aš tu jis ji mes jūs jie man tau mano tavo šis ši kas kaip kada kur kodėl ne taip galiu gali noriu norėčiau prašau čia labai taip pat jau kiek kuris kuri šiandien rytoj ačiū',
  af: 'die n en of maar as van by met na te uit in op is was wees het ek jy hy sy ons julle hulle my jou sy haar dit dat hierdie wat watter wie hoe wanneer waar waarom nie nee ja kan wil sal moet asseblief hier daar ook baie vir hoeveel vandag môre dankie',
  sq: 'dhe ose por nëse nga në me për është janë ishte kam ka unë ti ai ajo ne ju ata më të im ime yt ky kjo çfarë kush si kur ku pse jo po mund dua ju lutem këtu shumë edhe sa cili cila sot nesër faleminderit',
  ar: 'و في من على إلى عن مع هذا هذه ذلك التي الذي هل ما ماذا من كيف متى أين لماذا كم أنا أنت هو هي نحن لي لك لكم عندي عندكم لا نعم أريد ممكن اريد كان يكون قد غدا اليوم شكرا او أو بكم فين ليش وش ايش',
  fa: 'و در از به با برای این آن که را است هست بود من تو او ما شما آنها چه کی کجا چطور چرا چند آیا نه بله می‌خواهم میخوام می‌شود میشه دارم دارید لطفا خیلی هم امروز فردا ممنون سلام یا تا',
  ur: 'اور میں سے کے کی کا کو پر یہ وہ ہے ہیں تھا ہوں آپ ہم مجھے میرا میری کیا کون کب کہاں کیوں کیسے کتنا کتنے نہیں ہاں چاہیے سکتا برائے مہربانی بہت بھی آج کل شکریہ یا',
  hi: 'और में से के की का को पर यह वह है हैं था हूँ आप हम मुझे मेरा मेरी क्या कौन कब कहाँ क्यों कैसे कितना कितने नहीं हाँ चाहिए सकता कृपया बहुत भी आज कल धन्यवाद या hai hain kya mera meri mujhe kab kahan kaise kitna nahi haan chahiye aap hum ka ki ke ko se',
  mr: 'आणि मध्ये पासून च्या ची चा ला वर हे ते आहे आहेत होते मी तू तुम्ही आम्ही मला माझा माझी माझे काय कोण कधी कुठे का कसे किती नाही हो पाहिजे कृपया खूप पण आज उद्या धन्यवाद किंवा',
  ne: 'र मा बाट को का की लाई यो त्यो हो छ छन् थियो म तपाईं हामी मलाई मेरो के को कहिले कहाँ किन कसरी कति होइन छैन चाहिन्छ कृपया धेरै पनि आज भोलि धन्यवाद वा',
}

export function smallWordsOf(tag: string): ReadonlySet<string> {
  const language = primaryLanguage(tag)
  const known = languageAliases[language] ?? language
  return new Set([
    ...([...smallWords].find(([listed]) => listed === known)?.[1] ?? []),
    ...(more[known]?.split(' ') ?? []),
  ])
}

/** Languages whose small words are listed. */
export const languagesWithWords: ReadonlySet<string> = new Set([...smallWords.keys(), ...Object.keys(more)])

/** The small words of each language, without accents. */
export const foldedSmallWords = once(
  (): ReadonlyMap<string, ReadonlySet<string>> =>
    new Map([...languagesWithWords].map((tag) => [tag, new Set([...smallWordsOf(tag)].map(fold))])),
)
