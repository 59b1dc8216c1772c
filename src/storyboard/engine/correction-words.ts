/**
 * Words by language that take back what was said: `corrects` stands between two values, and the second one counts
 * ("tomorrow, no, Friday"). `rejects` stands before a value that does not count ("Friday instead of tomorrow").
 */
export const correctionWords: Readonly<
  Record<string, { readonly corrects: string; readonly rejects: string }>
> = {
  en: {
    corrects:
      'no|nope|sorry|rather|actually|instead|i mean|i meant|make it|make that|better|correction|oops|scratch that|or rather|on second thought|change it to|change that to',
    rejects: 'instead of|not|not on|rather than|and not|but not',
  },
  de: {
    corrects:
      'nein|doch|lieber|quatsch|sorry|ich meine|ich meinte|meine ich|besser|stattdessen|falsch|korrektur|vielmehr|entschuldigung|oder besser|ach nein|ne|nee|beziehungsweise',
    rejects: 'statt|anstatt|nicht|nicht am|anstelle von|und nicht',
  },
  fr: {
    corrects: 'non|plutôt|pardon|désolé|désolée|je veux dire|en fait|mieux|finalement|enfin',
    rejects: "au lieu de|au lieu d'|pas|et pas|plutôt que",
  },
  es: {
    corrects: 'no|mejor|perdón|perdona|quiero decir|más bien|en realidad|digo|mejor dicho|disculpa',
    rejects: 'en vez de|en lugar de|y no',
  },
  it: {
    corrects: 'no|anzi|scusa|scusi|voglio dire|meglio|piuttosto|in realtà|volevo dire',
    rejects: 'invece di|al posto di|non|e non',
  },
  pt: {
    corrects: 'não|melhor|desculpa|desculpe|quer dizer|aliás|na verdade|ou melhor|digo',
    rejects: 'em vez de|ao invés de|não|e não',
  },
  nl: { corrects: 'nee|liever|sorry|ik bedoel|beter|toch|eigenlijk', rejects: 'in plaats van|niet|en niet' },
  sv: { corrects: 'nej|hellre|förlåt|jag menar|egentligen', rejects: 'istället för|inte' },
  da: { corrects: 'nej|hellere|undskyld|jeg mener|egentlig', rejects: 'i stedet for|ikke' },
  nb: { corrects: 'nei|heller|beklager|jeg mener|egentlig', rejects: 'i stedet for|ikke' },
  fi: { corrects: 'ei|anteeksi|tarkoitan|mieluummin', rejects: 'sijaan|ei' },
  pl: { corrects: 'nie|raczej|przepraszam|jednak|lepiej|to znaczy|znaczy', rejects: 'zamiast|nie|a nie' },
  cs: { corrects: 'ne|raději|radši|promiňte|pardon|vlastně|totiž', rejects: 'místo|ne' },
  hr: { corrects: 'ne|radije|oprostite|zapravo|bolje|mislim', rejects: 'umjesto|ne' },
  ro: { corrects: 'nu|mai bine|scuze|de fapt|adică', rejects: 'în loc de|nu' },
  hu: { corrects: 'nem|inkább|bocsánat|illetve|pontosabban', rejects: 'helyett|nem' },
  tr: { corrects: 'hayır|pardon|yani|daha doğrusu|aslında|yok', rejects: 'değil' },
  el: { corrects: 'όχι|συγγνώμη|μάλλον|καλύτερα|εννοώ', rejects: 'αντί για|όχι' },
  ru: { corrects: 'нет|точнее|вернее|лучше|извините|то есть|ой|хотя нет', rejects: 'вместо|не|а не' },
  uk: { corrects: 'ні|точніше|краще|вибачте|тобто', rejects: 'замість|не|а не' },
  bg: { corrects: 'не|по скоро|по добре|извинете|всъщност', rejects: 'вместо|не' },
  ar: { corrects: 'لا|عفوا|بل|أقصد|اقصد|الأفضل|آسف|قصدي', rejects: 'بدلا من|بدل|ليس|مش|مو' },
  fa: { corrects: 'نه|ببخشید|یعنی|منظورم|بهتره', rejects: 'به جای|نه' },
  he: { corrects: 'לא|סליחה|בעצם|עדיף|התכוונתי', rejects: 'במקום|לא' },
  hi: { corrects: 'नहीं|माफ़ करना|बल्कि|मेरा मतलब|sorry|nahi|matlab', rejects: 'के बजाय|नहीं' },
  id: { corrects: 'bukan|eh|maaf|maksud saya|lebih baik|ralat|gak jadi', rejects: 'bukan|daripada|bukannya' },
  tl: { corrects: 'hindi|pala|sorry|mas mabuti|ay', rejects: 'imbes na|sa halip na|hindi' },
  vi: { corrects: 'không|xin lỗi|à không|ý tôi là|nhầm', rejects: 'thay vì|không phải' },
  th: { corrects: 'ไม่|ขอโทษ|เปลี่ยนเป็น|เอาเป็น|หมายถึง', rejects: 'แทน|ไม่ใช่' },
  zh: { corrects: '不|不对|不對|改成|还是|還是|应该是|應該是|抱歉|更正', rejects: '不是|而不是|不要' },
  ja: { corrects: 'いや|やっぱり|じゃなくて|すみません|間違え|ではなく', rejects: 'ではなくて' },
  ko: { corrects: '아니|아니요|죄송|정정|말고|대신', rejects: '말고' },
}
