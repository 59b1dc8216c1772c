/** What an operator has to look at, by the codes of `said`. Values stand as `{name}`. */
export const troubles = {
  pause_token: 'Facebook refuses the access token. Messages wait until there is a new one.',
  pause_policy_block: "Facebook blocks the Page for a breach of its policy. See the Page's support inbox.",
  pause_throttled: 'Facebook allows no more calls. Messages wait, and are sent then.',
  pause_near_limit: 'The calls are used up. Messages wait, and are sent then.',
  silence: 'There is no event. In these hours of each of the last weeks there were {usualEvents} or more.',
  no_redis_url: 'The console has no REDIS_URL, so it sees no queues, receivers and workers.',
  no_redis: 'Redis does not answer. Deliveries wait at Facebook or in the spool, and replies wait.',

  // Where it is
  receiver: 'Receiver',
  receiver_named: 'Receiver {name}',
  workers: 'Workers',
  versions: 'Versions',
  queue: 'Queue {stage}',
  setting: '{setting}',

  no_receiver:
    'No receiver has told that it lives in the last 30 seconds. Facebook sends again for some hours what nobody takes.',
  no_worker: 'No worker runs {stages}. Its jobs wait.',
  not_stored:
    'It answered 503 to {unavailable} of the latest deliveries, because Redis did not store them, and stored {acked}. Facebook sends again what was not stored. If Redis answers, this line ends by itself within ten minutes.',
  wrongly_signed:
    'It refused {count} deliveries and took none: their signatures are wrong. FACEBOOK_APP_SECRET is not that of the app, or strangers send them.',
  spool_fills:
    '{deliveries} deliveries wait in its spool, which is {percent} % full. It hands them over as soon as Redis takes them.',
  versions_differ:
    'Processes run different versions: {values}. Start the older ones again with the new version.',
  setting_differs: '{setting} differs: {values}. ',
  set_equally: 'Set it equally, and start the processes again.',
  storyboard_missing:
    'Customers get no reply to what a worker without a storyboard handles. Set STORYBOARD there, and start it again.',
  storyboard_differs:
    'Workers load a changed file within 90 seconds. If it stays so, give all of them the same file.',
  one_job_waits:
    '1 job waits, the oldest for {seconds|span}. Its workers are too few, or wait for the database or Facebook.',
  jobs_wait:
    '{count} jobs wait, the oldest for {seconds|span}. Its workers are too few, or wait for the database or Facebook.',
} as const

export type TroubleCode = keyof typeof troubles
