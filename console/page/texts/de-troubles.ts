/** German: what an operator has to look at. */
import type { TroubleCode } from '../../api/troubles.ts'

const tooFew = 'Es gibt zu wenige Worker, oder sie warten auf die Datenbank oder Facebook.'

export const deTroubles: Readonly<Record<TroubleCode, string>> = {
  pause_token: 'Facebook lehnt den Schlüssel ab. Nachrichten warten, bis es einen neuen gibt.',
  pause_policy_block:
    'Facebook sperrt die Seite wegen eines Verstoßes gegen seine Richtlinien. Siehe den Support-Posteingang der Seite.',
  pause_throttled:
    'Facebook erlaubt gerade keine weiteren Aufrufe. Nachrichten warten und werden danach gesendet.',
  pause_near_limit: 'Die Aufrufe sind aufgebraucht. Nachrichten warten und werden danach gesendet.',
  silence:
    'Es kommt kein Ereignis. In diesen Stunden waren es in jeder der letzten Wochen {usualEvents} oder mehr.',
  no_redis_url: 'Die Konsole hat keine REDIS_URL und sieht keine Warteschlangen, Empfänger und Worker.',
  no_redis:
    'Redis antwortet nicht. Lieferungen warten bei Facebook oder im Spool, und Antworten warten auch.',

  receiver: 'Empfänger',
  receiver_named: 'Empfänger {name}',
  workers: 'Worker',
  versions: 'Versionen',
  queue: 'Warteschlange {stage}',
  setting: '{setting}',

  no_receiver:
    'Seit 30 Sekunden hat sich kein Empfänger gemeldet. Was niemand annimmt, sendet Facebook einige Stunden lang noch einmal.',
  no_worker: 'Kein Worker bearbeitet {stages}. Diese Aufträge warten.',
  not_stored:
    'Er hat auf {unavailable} der letzten Lieferungen mit 503 geantwortet, weil Redis sie nicht speicherte, und {acked} gespeichert. Facebook sendet noch einmal, was nicht gespeichert wurde. Wenn Redis antwortet, verschwindet diese Zeile binnen zehn Minuten von selbst.',
  wrongly_signed:
    'Er hat {count} Lieferungen abgelehnt und keine angenommen: Ihre Signaturen sind falsch. FACEBOOK_APP_SECRET ist nicht das der App, oder Fremde senden sie.',
  spool_fills:
    '{deliveries} Lieferungen warten im Spool, der zu {percent} % voll ist. Er gibt sie weiter, sobald Redis sie annimmt.',
  versions_differ:
    'Die Prozesse haben verschiedene Versionen: {values}. Starten Sie die älteren mit der neuen Version neu.',
  setting_differs: '{setting} ist verschieden: {values}. ',
  set_equally: 'Setzen Sie es überall gleich, und starten Sie die Prozesse neu.',
  storyboard_missing:
    'Was ein Worker ohne Storyboard bearbeitet, bekommt keine Antwort. Setzen Sie dort STORYBOARD, und starten Sie ihn neu.',
  storyboard_differs:
    'Worker laden eine geänderte Datei binnen 90 Sekunden. Bleibt es so, geben Sie allen dieselbe Datei.',
  one_job_waits: `1 Auftrag wartet seit {seconds|span}. ${tooFew}`,
  jobs_wait: `{count} Aufträge warten, der älteste seit {seconds|span}. ${tooFew}`,
}
