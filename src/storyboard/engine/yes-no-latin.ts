/** Words of yes and no in languages with Latin letters. */
import type { YesNoWords } from './yes-no-entry.ts'

export const yesNoOfLatin: Readonly<Record<string, YesNoWords>> = {
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
  uz: { yes: "ha|albatta|xo'p|mayli", no: "yo'q|yoq|kerak emas", unclear: 'bilmayman|balki' },
  ku: { yes: 'erê|belê|بەڵێ|ئا', no: 'na|nexêr|نەخێر|نا' },
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
  sw: {
    yes: 'ndiyo|ndio|sawa|naam|hakika|bila shaka|sawa sawa',
    no: 'hapana|sitaki|la hasha|siyo',
    unclear: 'sijui|labda',
  },
  so: { yes: 'haa|haye', no: 'maya', unclear: 'ma garanayo' },
  zu: { yes: 'yebo', no: 'cha|hhayi' },
  ht: { yes: 'wi', no: 'non' },
  eo: { yes: 'jes', no: 'ne' },
}
