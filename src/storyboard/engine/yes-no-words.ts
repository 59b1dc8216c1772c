/**
 * Words of yes and no by language, as customers write them. `yes` and `no` begin a text or are all of it ("yes please"),
 * `aloneYes` and `aloneNo` are all of it. `unclear` looks like one of them and is neither.
 */
export interface YesNoWords {
  readonly yes: string
  readonly no: string
  readonly aloneYes?: string
  readonly aloneNo?: string
  readonly unclear?: string
  /** Counts only where the language is expected: its words are known elsewhere with the other meaning. */
  readonly isRare?: true
}

export const yesNoWords: Readonly<Record<string, YesNoWords>> = {
  en: {
    yes: "yes|yeah|yea|yep|yup|yess|yas|sure|of course|ok|okay|okey|right|correct|absolutely|definitely|certainly|agreed|all right|alright|go ahead|sounds good|why not|no problem|no worries|indeed|yes please|please do|do it|that's right|i do|i agree|with pleasure|affirmative",
    no: "no|nope|nah|not|never|no thanks|no thank you|no way|not now|not really|don't|do not|wrong|rather not|i don't|i do not|please don't|negative|not ok|not okay|not right|not correct",
    aloneYes:
      'y|k|kk|ya|yh|please|fine|great|good|perfect|true|cool|exactly|very good|i would|i am|it is|that is fine',
    aloneNo: "n|nay|false|i'm not|it is not|it isn't",
    unclear:
      "no idea|not sure|i'm not sure|i don't know|i do not know|do not know|dont know|don't know|yes and no|yes or no|maybe|perhaps|not yet sure|not certain|ok but|right now|right away|sure thing but",
  },
  de: {
    yes: 'ja|jo|jup|jep|jap|jaa|klar|gerne|gern|genau|natürlich|natuerlich|na klar|aber ja|auf jeden fall|selbstverständlich|in ordnung|passt|stimmt|einverstanden|korrekt|ja bitte|ok|okay|kein problem|warum nicht|freilich|logo|mach das',
    no: 'nein|nee|ne|nö|noe|nope|nicht|auf keinen fall|lieber nicht|nein danke|kein|keine|niemals|bitte nicht|passt nicht|stimmt nicht|gar nicht|ned|na|nie',
    aloneYes: 'j|bitte|sicher|gut|richtig|super|perfekt|schon|doch',
    aloneNo: 'n|falsch',
    unclear:
      'keine ahnung|nicht sicher|weiß nicht|weiss nicht|ich weiß nicht|ich weiss nicht|vielleicht|jein|ja und nein|ja oder nein|noch nicht sicher|na ja|naja',
  },
  fr: {
    yes: "oui|ouais|ouaip|ui|bien sûr|d'accord|dacc|volontiers|avec plaisir|certainement|exactement|tout à fait|c'est ça|ça marche|pourquoi pas|oui merci|absolument|ok|pas de problème|pas de souci|mais oui|si si",
    no: 'non|nan|nn|pas|jamais|pas du tout|non merci|surtout pas|certainement pas|absolument pas|pas question|mais non',
    aloneYes: 'o|si|parfait|exact|vrai|super|très bien',
    aloneNo: 'n|faux',
    unclear:
      "je ne sais pas|je sais pas|sais pas|chais pas|peut-être|aucune idée|pas sûr|pas sûre|pas d'idée",
  },
  es: {
    yes: 'sí|sip|sii|sisi|claro|por supuesto|vale|de acuerdo|desde luego|cómo no|correcto|está bien|dale|afirmativo|simón|sí por favor|no hay problema|por qué no|ok|okey|órale|efectivamente|así es|ya pues',
    no: 'no|nop|nones|nunca|jamás|para nada|ni hablar|de ninguna manera|no gracias|en absoluto|qué va|ni loco|nel',
    aloneYes: 's|bueno|bien|perfecto|exacto|verdad|listo|ya',
    aloneNo: 'n|falso|nada',
    unclear:
      'no sé|no lo sé|no estoy seguro|no estoy segura|quizás|quizá|tal vez|a lo mejor|ni idea|sí y no|puede ser',
  },
  ca: { yes: "sí|és clar|clar|d'acord|vale|i tant", no: 'no|mai|no gràcies', unclear: 'no ho sé|potser' },
  gl: { yes: 'si|claro|por suposto|vale', no: 'non|nunca', unclear: 'non sei|quizais' },
  eu: { yes: 'bai|noski|ados', no: 'ez|inoiz ez', unclear: 'ez dakit|agian' },
  it: {
    yes: "sì|certo|certamente|va bene|d'accordo|volentieri|esatto|ok|okay|come no|perché no|giusto|si grazie|assolutamente sì|ovvio|nessun problema|magari sì|sissì",
    no: 'no|nò|non|mai|per niente|assolutamente no|no grazie|nemmeno|macché',
    aloneYes: 's|bene|perfetto|vero|si|daje',
    aloneNo: 'n|falso|niente',
    unclear: 'non so|non lo so|forse|boh|non sono sicuro|non sono sicura|nessuna idea|magari',
  },
  pt: {
    yes: 'sim|claro|com certeza|pode ser|isso|isso mesmo|tá bom|tá|está bem|beleza|quero|aceito|positivo|sim por favor|ok|sem problema|com prazer|exatamente|correto|é isso|bora|uhum|por que não',
    no: 'não|naum|ñ|não obrigado|não obrigada|nunca|jamais|de jeito nenhum|nem|negativo|nada disso|de modo nenhum',
    aloneYes: 's|ss|bom|perfeito|certo|verdade|pode|é',
    aloneNo: 'n|nn|nao|falso|nada',
    unclear: 'não sei|talvez|sei lá|não tenho certeza|quem sabe|não faço ideia',
  },
  nl: {
    yes: 'ja|jawel|jazeker|zeker|natuurlijk|graag|prima|akkoord|is goed|klopt|jep|ja graag|uiteraard|ok|oké|geen probleem|waarom niet',
    no: 'nee|neen|niet|nooit|liever niet|nee bedankt|nee dank je|zeker niet|geen|klopt niet|nope|neuh',
    aloneYes: 'j|goed|juist|doe maar',
    aloneNo: 'n|fout',
    unclear: 'weet ik niet|weet niet|ik weet het niet|misschien|geen idee|niet zeker',
  },
  af: { yes: 'ja|natuurlik|seker|goed', no: 'nee|nooit|nie', unclear: 'weet nie|miskien' },
  sv: {
    yes: 'ja|japp|jo|javisst|visst|absolut|gärna|såklart|självklart|okej|ok|stämmer|ja tack|jajamän|det går bra',
    no: 'nej|nä|nej tack|inte|aldrig|nix|stämmer inte',
    unclear: 'vet inte|jag vet inte|kanske|ingen aning|inte säker',
  },
  da: {
    yes: 'ja|jo|jep|jeps|selvfølgelig|gerne|helt sikkert|okay|ok|ja tak|naturligvis|det er fint',
    no: 'nej|nej tak|ikke|aldrig|næ',
    unclear: 'ved ikke|det ved jeg ikke|måske|ingen anelse|ikke sikker',
  },
  nb: {
    yes: 'ja|jo|jepp|selvfølgelig|gjerne|klart|okei|ok|ja takk|absolutt|såklart',
    no: 'nei|nei takk|ikke|aldri|niks',
    unclear: 'vet ikke|jeg vet ikke|kanskje|aner ikke|ikke sikker',
  },
  is: { yes: 'já|jú|auðvitað|endilega', no: 'nei|aldrei|ekki', unclear: 'veit ekki|kannski' },
  fi: {
    yes: 'kyllä|joo|juu|jep|totta kai|tietysti|toki|selvä|ok|kyl|ilman muuta',
    no: 'ei|en|ei kiitos|ei ikinä|älä',
    unclear: 'en tiedä|ehkä|ei mitään hajua|en ole varma',
  },
  et: { yes: 'jah|jaa|muidugi|ikka|okei', no: 'ei|mitte|ei aitäh', unclear: 'ei tea|ma ei tea|võib-olla' },
  lv: { yes: 'jā|protams|labi|okei', no: 'nē|nevajag|nekad', unclear: 'nezinu|varbūt' },
  lt: { yes: 'taip|žinoma|gerai|aha', no: 'ne|nenoriu|niekada', unclear: 'nežinau|gal|galbūt' },
  pl: {
    yes: 'tak|no tak|jasne|pewnie|oczywiście|dobrze|zgoda|chętnie|racja|zgadza się|owszem|tak poproszę|ok|nie ma problemu|nie ma sprawy|dlaczego nie',
    no: 'nie|nie dziękuję|nigdy|wcale nie|nie chcę|niee|żadnych',
    aloneYes: 't|spoko|dobra|no',
    aloneNo: 'n',
    unclear: 'nie wiem|może|chyba|nie jestem pewien|nie jestem pewna|nie mam pojęcia',
  },
  cs: {
    yes: 'ano|jo|jasně|určitě|samozřejmě|dobře|souhlasím|jistě|prosím ano|ok|proč ne',
    no: 'ne|ne děkuji|nikdy|nechci|ani náhodou',
    unclear: 'nevím|možná|nejsem si jistý|netuším',
  },
  sk: {
    yes: 'áno|hej|jasné|určite|samozrejme|dobre|súhlasím|iste',
    no: 'nie|nie ďakujem|nikdy|nechcem',
    unclear: 'neviem|možno|netuším',
  },
  sl: { yes: 'ja|da|seveda|lahko|v redu', no: 'ne|nikoli|ne hvala', unclear: 'ne vem|morda|mogoče' },
  hr: {
    yes: 'da|naravno|svakako|može|u redu|jasno|važi|dobro|da molim',
    no: 'ne|nemoj|nikada|nikako|ne hvala|neću',
    unclear: 'ne znam|možda|nisam siguran|nisam sigurna',
  },
  sr: {
    yes: 'да|наравно|може|у реду|важи|добро|da|naravno|može|važi',
    no: 'не|никако|не хвала|нећу|ne|nikako|neću',
    unclear: 'не знам|можда|ne znam|možda',
  },
  bg: {
    yes: 'да|разбира се|добре|може|става|естествено|ок|да моля|da',
    no: 'не|никога|не благодаря|няма нужда|ne',
    unclear: 'не знам|може би|не съм сигурен|не съм сигурна',
  },
  mk: { yes: 'да|секако|може|добро', no: 'не|никако|не благодарам', unclear: 'не знам|можеби' },
  ru: {
    yes: 'да|ага|угу|конечно|хорошо|ладно|давай|давайте|верно|ок|окей|так точно|согласен|согласна|разумеется|пожалуй да|не против|почему нет|da|aga|konechno|конечно да|хочу',
    no: 'нет|не|неа|не надо|никогда|нет спасибо|ни в коем случае|не хочу|нету|net|nyet|niet',
    aloneYes: 'д|точно|можно|пожалуйста|правильно',
    aloneNo: 'н',
    unclear: 'не знаю|может быть|может|наверное|возможно|не уверен|не уверена|без понятия|да нет',
  },
  uk: {
    yes: 'так|ага|угу|звичайно|звісно|добре|гаразд|авжеж|ок|згоден|згодна|давай|без проблем|tak',
    no: 'ні|не|ніколи|не треба|ні дякую|нє|не хочу|ni',
    unclear: 'не знаю|може|мабуть|можливо|не впевнений|не впевнена',
  },
  be: { yes: 'так|вядома|добра', no: 'не|ніколі', unclear: 'не ведаю|можа' },
  el: {
    yes: 'ναι|βεβαίως|βέβαια|φυσικά|σίγουρα|οκ|εντάξει|μάλιστα|ναι παρακαλώ|nai|ok|entaksei',
    no: 'όχι|οχι|μπα|ποτέ|δεν|όχι ευχαριστώ|oxi|ohi',
    unclear: 'δεν ξέρω|ίσως|δεν είμαι σίγουρος|δεν είμαι σίγουρη|den ksero',
  },
  ro: {
    yes: 'da|sigur|desigur|bineînțeles|bine|de acord|da vă rog|corect|ok|perfect|normal|de ce nu',
    no: 'nu|deloc|niciodată|nu mulțumesc|nicidecum|ba nu',
    unclear: 'nu știu|nu stiu|poate|nu sunt sigur|nu sunt sigură|habar nu am',
  },
  hu: {
    yes: 'igen|ja|persze|rendben|jó|természetesen|oké|ok|hogyne|aha|miért ne|ühüm',
    no: 'nem|soha|dehogy|nem köszönöm|ne|semmiképp',
    unclear: 'nem tudom|talán|lehet|nem biztos|fogalmam sincs',
  },
  sq: {
    yes: 'po|patjetër|sigurisht|mirë|dakord',
    no: 'jo|kurrë|jo faleminderit',
    unclear: 'nuk e di|ndoshta',
    isRare: true,
  },
  tr: {
    yes: 'evet|tabii|tabi|tabiki|tabii ki|elbette|olur|tamam|peki|aynen|kesinlikle|evt|evett|eved|onaylıyorum|doğru|neden olmasın|sorun değil',
    no: 'hayır|hayir|hyr|yok|olmaz|istemiyorum|asla|değil|hayır teşekkürler|yoo|istemem',
    aloneYes: 'e|he|hı hı|ok',
    aloneNo: 'h',
    unclear: 'bilmiyorum|belki|emin değilim|fikrim yok',
  },
  az: { yes: 'bəli|hə|əlbəttə|olar|beli', no: 'xeyr|yox|yoxdur', unclear: 'bilmirəm|bəlkə' },
  kk: { yes: 'иә|ия|әрине|жарайды', no: 'жоқ|керек емес', unclear: 'білмеймін|мүмкін' },
  uz: { yes: "ha|albatta|xo'p|mayli", no: "yo'q|yoq|kerak emas", unclear: 'bilmayman|balki' },
  mn: { yes: 'тийм|за|тэгье', no: 'үгүй|биш', unclear: 'мэдэхгүй' },
  ar: {
    yes: 'نعم|أجل|ايوه|أيوه|ايوا|أيوا|اي|إي|ايه|بلى|أكيد|اكيد|تمام|طبعا|طبعاً|موافق|موافقة|حسنا|حسناً|ماشي|اوكي|أوكي|صح|صحيح|بالتأكيد|لا مانع|لا مشكلة|ليش لا|نعم من فضلك|ان شاء الله|na3am|aywa|naam',
    no: 'لا|لأ|كلا|مو|مش|أبدا|ابدا|أبداً|ليس|لا شكرا|لا شكراً|لن|ما أريد|ما ابغى|مافي|la2',
    aloneYes: 'آه|اه|يب|ok',
    unclear:
      'لا أعرف|لا اعرف|لا أدري|لا ادري|مدري|مش عارف|مش عارفة|ربما|يمكن|لست متأكدا|لست متأكدة|مو متأكد|ما أعرف|ما ادري',
  },
  fa: {
    yes: 'بله|بلی|آره|اره|حتما|حتماً|البته|باشه|چشم|اوکی|درسته|موافقم|صد در صد|چرا که نه|مشکلی نیست|bale|are|baleh',
    no: 'نه|خیر|نخیر|اصلا|اصلاً|هرگز|نه ممنون|نمیخوام|نمی‌خواهم|na kheir|kheyr',
    aloneYes: 'خب|ok',
    aloneNo: 'na',
    unclear: 'نمی‌دانم|نمیدانم|نمیدونم|نمی‌دونم|شاید|مطمئن نیستم',
  },
  ps: { yes: 'هو|سمه ده', no: 'نه|یا' },
  ku: { yes: 'erê|belê|بەڵێ|ئا', no: 'na|nexêr|نەخێر|نا' },
  he: {
    yes: 'כן|בטח|בסדר|ברור|נכון|אוקיי|אוקי|סבבה|כמובן|בוודאי|כן בבקשה|אין בעיה|למה לא|ken',
    no: 'לא|לא תודה|אף פעם|ממש לא|lo',
    unclear: 'לא יודע|לא יודעת|אולי|לא בטוח|לא בטוחה|אין לי מושג',
  },
  hy: { yes: 'այո|հա|իհարկե', no: 'ոչ|չէ', unclear: 'չգիտեմ' },
  ka: { yes: 'კი|დიახ|ხო|რა თქმა უნდა', no: 'არა|არ მინდა', unclear: 'არ ვიცი' },
  ur: {
    yes: 'ہاں|جی|جی ہاں|بالکل|ٹھیک ہے|ضرور|haan|han|ji|jee|ji haan|theek hai|bilkul',
    no: 'نہیں|نہ|جی نہیں|نہیں شکریہ|ہرگز نہیں|nahi|nahin|nai|nahi ji|ji nahi',
    unclear: 'پتہ نہیں|معلوم نہیں|شاید|pata nahi',
  },
  hi: {
    yes: 'हाँ|हां|हा|हाँजी|जी|जी हाँ|जी हां|बिल्कुल|बिलकुल|ठीक है|अवश्य|ज़रूर|जरूर|सही है|कर दो|haan|haa|han|haanji|ji|ji haan|theek hai|thik hai|bilkul|zaroor',
    no: 'नहीं|नही|ना|जी नहीं|मत|बिल्कुल नहीं|नहीं धन्यवाद|nahi|nahin|nai|nhi|ji nahi|mat',
    aloneYes: 'ha|सही|अच्छा|ok',
    aloneNo: 'न|na',
    unclear: 'पता नहीं|शायद|मालूम नहीं|नहीं पता|pata nahi|nahi pata|shayad',
  },
  mr: { yes: 'हो|होय|नक्की|ठीक आहे|चालेल|ho', no: 'नाही|नको|नाय|nahi|nako', unclear: 'माहित नाही|कदाचित' },
  ne: { yes: 'हो|हुन्छ|अँ|ठिक छ|hunchha|ho', no: 'होइन|हुँदैन|छैन|पर्दैन|hoina', unclear: 'थाहा छैन|सायद' },
  bn: {
    yes: 'হ্যাঁ|হ্যা|হা|জি|জী|হ্যাঁ জি|ঠিক আছে|অবশ্যই|আচ্ছা|hae|hya|haan|ji|thik ache',
    no: 'না|নাহ|জি না|না ধন্যবাদ|লাগবে না|na|nah',
    unclear: 'জানি না|হয়তো|জানিনা',
  },
  pa: { yes: 'ਹਾਂ|ਹਾਂਜੀ|ਹਾਂ ਜੀ|ਜੀ|ਠੀਕ ਹੈ', no: 'ਨਹੀਂ|ਨਾ|ਜੀ ਨਹੀਂ', unclear: 'ਪਤਾ ਨਹੀਂ' },
  gu: { yes: 'હા|હાજી|જી|ઠીક છે', no: 'ના|નહીં|નથી', unclear: 'ખબર નથી' },
  ta: { yes: 'ஆம்|ஆமாம்|ஆமா|சரி|aama|aam|seri', no: 'இல்லை|வேண்டாம்|இல்ல|illai|venda', unclear: 'தெரியாது|தெரியவில்லை' },
  te: { yes: 'అవును|సరే|అవునండి|avunu|sare', no: 'కాదు|లేదు|వద్దు|kadu|ledu|vaddu', unclear: 'తెలియదు' },
  kn: { yes: 'ಹೌದು|ಸರಿ|howdu', no: 'ಇಲ್ಲ|ಬೇಡ|illa|beda', unclear: 'ಗೊತ್ತಿಲ್ಲ' },
  ml: { yes: 'അതെ|ശരി|ഉവ്വ്|athe|sheri', no: 'ഇല്ല|അല്ല|വേണ്ട|illa|venda', unclear: 'അറിയില്ല' },
  si: { yes: 'ඔව්|හරි|ow', no: 'නැහැ|නෑ|එපා', unclear: 'දන්නේ නැහැ' },
  th: {
    yes: 'ใช่|ครับ|ค่ะ|ได้|ตกลง|โอเค|เอา|ถูกต้อง|แน่นอน|จ้า|ได้เลย|ไม่มีปัญหา|ยินดี',
    no: 'ไม่|ไม่ใช่|ไม่เอา|ไม่ได้|ไม่ต้อง|ไม่ครับ|ไม่ค่ะ|ไม่เป็นไร|เปล่า',
    aloneYes: 'คะ|อืม|คับ|ok',
    unclear: 'ไม่แน่ใจ|ไม่รู้|ไม่ทราบ|อาจจะ|ใช่ไหม|ได้ไหม',
  },
  lo: { yes: 'ແມ່ນ|ເຈົ້າ|ໄດ້|ຕົກລົງ', no: 'ບໍ່|ບໍ່ແມ່ນ|ບໍ່ເອົາ', unclear: 'ບໍ່ຮູ້' },
  km: { yes: 'បាទ|ចាស|ចា៎|យល់ព្រម', no: 'ទេ|អត់ទេ|អត់', unclear: 'មិនដឹង' },
  my: { yes: 'ဟုတ်ကဲ့|ဟုတ်|အင်း|ရတယ်', no: 'မဟုတ်|ဟင့်အင်း|မလို', unclear: 'မသိ' },
  vi: {
    yes: 'có|vâng|dạ|ừ|ừm|đúng|đúng rồi|đồng ý|được|tất nhiên|chắc chắn|oke|ok|có ạ|không sao|không vấn đề gì|dung roi|dong y|vang|chuẩn',
    no: 'không|khong|hông|không cần|không ạ|thôi|chưa|không cảm ơn|kh|khum',
    aloneNo: 'k|ko|hong',
    unclear: 'không biết|không chắc|có lẽ|chưa chắc|chắc là|ko biết|khong biet|có không',
  },
  id: {
    yes: 'ya|iya|iyaa|yoi|oke|ok|baik|boleh|tentu|betul|benar|setuju|siap|mau|ya tolong|tidak masalah|kenapa tidak|yup|jelas',
    no: 'tidak|tdk|nggak|ngga|gak|ga|enggak|bukan|jangan|ogah|tidak terima kasih|tidak usah|gak usah|kagak',
    aloneYes: 'y|yo',
    unclear: 'tidak tahu|gak tau|ga tau|nggak tahu|mungkin|entah|tidak yakin|belum tahu',
  },
  ms: {
    yes: 'ya|ye|boleh|baik|betul|tentu|setuju|nak|ok|okey|tiada masalah',
    no: 'tidak|tak|bukan|jangan|tak nak|tak mahu|tidak terima kasih|x nak',
    unclear: 'tak tahu|tidak tahu|mungkin|tak pasti',
    isRare: true,
  },
  tl: {
    yes: 'oo|opo|oho|sige|sige po|tama|oo naman|yes po|syempre|siyempre|pwede|gusto ko|okay po|walang problema|game|oo po',
    no: 'hindi|hindi po|ayaw|ayoko|wag|huwag|di po|no po|wala|hinde',
    aloneNo: 'di|hnd',
    unclear: 'hindi ko alam|siguro|ewan|baka|di ko alam|hindi sigurado',
  },
  zh: {
    yes: '是|是的|好|好的|好啊|对|對|对的|對的|嗯|嗯嗯|可以|行|没问题|沒問題|当然|當然|同意|确定|確定|需要|没错|沒錯|要的',
    no: '不|不是|不要|不用|不行|不好|不可以|不需要|没有|沒有|否|别|別|算了|不了|不对|不對|不同意',
    aloneYes: '要|有|ok|中',
    aloneNo: '没|沒|无|無',
    unclear: '不知道|不确定|不確定|不清楚|也许|也許|可能|好不好|是不是|可不可以|行不行|对不对|要不要',
  },
  ja: {
    yes: 'はい|hai|ええ|うん|そう|そうです|お願いします|おねがいします|いいですよ|もちろん|オッケー|オーケー|了解|承知|その通り|ぜひ|問題ありません|問題ない|分かりました|わかりました',
    no: 'いいえ|iie|いえ|いや|ううん|ちがいます|違います|違う|結構です|けっこうです|いりません|要りません|いらない|だめ|ダメ|やめて|やめます|必要ない|必要ありません',
    aloneYes: 'いいよ|いいね|ok|良い',
    aloneNo: 'なし|無し',
    unclear:
      'わかりません|分かりません|わからない|分からない|たぶん|多分|いいです|大丈夫です|大丈夫|そうですか|そうですね',
  },
  ko: {
    yes: '네|넵|넹|예|응|그래|좋아|좋습|맞아|맞습|당연|물론|오케이|그렇|알겠|부탁|ㅇㅇ|ㅇㅋ|괜찮아요 네',
    no: '아니|아뇨|아닙|싫어|싫습|안 돼|안돼|안 해|안해|ㄴㄴ|필요 없|필요없|됐어|됐습|못',
    aloneYes: '어|ok|옙',
    aloneNo: '노|놉',
    unclear: '몰라|모르겠|모름|글쎄|아마|아니면|잘 모르',
  },
  sw: {
    yes: 'ndiyo|ndio|sawa|naam|hakika|bila shaka|sawa sawa',
    no: 'hapana|sitaki|la hasha|siyo',
    unclear: 'sijui|labda',
  },
  am: { yes: 'አዎ|እሺ|አዎን', no: 'አይ|አይደለም|አልፈልግም', unclear: 'አላውቅም' },
  so: { yes: 'haa|haye', no: 'maya', unclear: 'ma garanayo' },
  zu: { yes: 'yebo', no: 'cha|hhayi' },
  ht: { yes: 'wi', no: 'non' },
  eo: { yes: 'jes', no: 'ne' },
}

/** Signs that need no language. */
export const yesSigns = '👍 👌 ✅ ✔ ☑ 🆗 💯 🙆 🤝 🫡 ⭕ 🙂‍↕'.split(' ')
export const noSigns = '👎 ❌ ✖ ❎ 🚫 ⛔ 🙅 🛑 🙂‍↔ ✗ ✘'.split(' ')
