import { crashing, unready } from '../kit/fates.ts';
import { alter, type Step } from '../kit/model.ts';
import { ago, later } from '../kit/moment.ts';
import { clusterIpOf } from '../kit/plain.ts';
import { SPACE } from './parts.ts';
import { lostCache, lostDatabase, refusedBy, wellStarted, withoutDatabase } from './words.ts';

const NOT_WELL = 'HTTP probe failed with statuscode: 503';
const MAINS = { brindlecart: 'CartApplication', 'pomelo-ledger': 'LedgerApplication' } as const;

function voiceless(app: keyof typeof MAINS, since: string, lines: (start: string) => readonly string[]): Step {
  const fate = unready({
    since,
    created: ago('21d'),
    probe: () => NOT_WELL,
    log: (pod) => {
      const voice = { app, start: later(pod.created, 2) };
      return `${wellStarted(voice, MAINS[app])}${lines(since).join('\n')}\n`;
    },
  });
  return alter(app, { fates: [fate, fate] });
}

/** The two programs with readers lose their database: they run on and are not ready. */
export const lose = (app: keyof typeof MAINS, since: string): Step =>
  voiceless(app, since, (start) => lostDatabase({ app, start }, 8, 'marigold-pg'));

export const loseCache = (app: keyof typeof MAINS, since: string): Step =>
  voiceless(app, since, (start) => lostCache({ app, start }, 5, 'thistle-cache', clusterIpOf(SPACE, 'thistle-cache')));

/** The mailer starts anew and does not come up without the database. */
export const mailerCrashes: Step = alter('skylark-mailer', {
  fates: [
    crashing({
      exitCode: 1,
      restarts: 8,
      lasts: 9,
      ended: ago('1m49s'),
      created: ago('21d'),
      log: (start) => withoutDatabase({ app: 'skylark-mailer', start }, 'MailerApplication', refusedBy('marigold-pg')),
    }),
  ],
});
