import type { ShownEntry } from '../../../flows/guest/audit/audit-subjects.ts';
import { isHistoryAction } from '../../../flows/shared/history-actions.ts';
import { shortText } from '../../blocks/blocks.ts';
import { askedCopy, changedCopy } from '../../shared/from-to-copy.ts';
import { historySentences, type Sentence } from '../../shared/history-sentences.ts';
import { isSystem, systemNames } from '../../shared/system-copy.ts';
import { eventCopy } from '../facts-copy.ts';
import { actionWords } from './audit-words.ts';

/** Words that have their own subject; those of others are about their actor. */
const HAS_SUBJECT = /^(the |parsec|someone |nobody )/i;

/** What an entry says, as a sentence, and whom or what it is about, mrkdwn. */
export function auditSentence(entry: ShownEntry): string {
  const about = aboutCopy(entry);
  return `${capital(saying(entry))}.${about === '' ? '' : ` ${about}`}`;
}

/** The guest, computer and event of an entry about a guest's invite, mrkdwn; '' without one, or when this person can't see it. */
export function aboutCopy({ facts, invite, inviteId }: ShownEntry): string {
  if (inviteId === undefined) return '';
  // What was noted then comes before what the invite says now.
  const guest = facts.guest ?? facts.guestEmail ?? invite?.guestEmail;
  if (guest === undefined) return '';
  const host = facts.host ?? invite?.hostName;
  const event = facts.event ?? invite?.eventName;
  const on = host === undefined ? '' : ` on ${shortText(String(host), 80)}`;
  const for_ = event === undefined ? '' : ` (${eventCopy({ eventName: String(event) })})`;
  return `*${shortText(String(guest), 254)}*${on}${for_}`;
}

/** Who did it, mrkdwn. */
export function actorCopy(actor: string): string {
  return actor === 'guestlist' ? 'Guestlist' : `<@${actor}>`;
}

function saying(entry: ShownEntry): string {
  const { action, actor, facts } = entry;
  const zone = entry.invite?.timeZone ?? 'UTC';
  const who = actorCopy(actor);
  const change =
    action === 'changed' ? changedCopy(facts, zone) : action === 'change_asked' ? askedCopy(facts, zone) : '';
  // Nobody asked Guestlist for it: somebody did it in Parsec's dashboard.
  const isElsewhere = actor === 'guestlist' && (action === 'changed' || action === 'cancelled');
  if (change !== '')
    return `${isElsewhere ? 'someone' : who} ${verbs[action] ?? ''} ${change}${isElsewhere ? ' in Parsec' : ''}`;
  if (isElsewhere) return `someone ${actionWords(action)} in Parsec`;
  if (entry.inviteId === undefined && isHistoryAction(action)) return history(entry, action);
  const words = actionWords(action).replace('the system', systemOf(entry));
  const hasSubject = HAS_SUBJECT.test(actionWords(action));
  const more = [...whose(entry), ...(hasSubject && actor !== 'guestlist' ? [`asked by ${who}`] : [])];
  return `${hasSubject ? words : `${who} ${words}`}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

const verbs: Readonly<Record<string, string>> = { changed: 'changed', change_asked: 'asked to change' };

function history(entry: ShownEntry, action: keyof typeof historySentences): string {
  const [did, to, rest]: Sentence = historySentences[action];
  const isAtOnce = !action.endsWith('_asked');
  return `${actorCopy(entry.actor)} ${isAtOnce ? did : `asked to ${to}`} ${rest(entry.facts, systemOf(entry))}`;
}

/** Whose membership or invite the end of something asked for is about. */
function whose({ asked }: ShownEntry): readonly string[] {
  const { name, email } = asked ?? {};
  const who = name === undefined || name === '' ? email : name;
  return who === undefined ? [] : [`*${shortText(String(who), 254)}*`];
}

/** The system an entry is about: its area, what its subject begins with, or what was noted. */
function systemOf({ area, subject = '', facts }: ShownEntry): string {
  const name = [area, subject.split('/')[0], facts.provider].find((each) => isSystem(String(each ?? '')));
  return name === undefined ? 'the system' : systemNames(String(name));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
