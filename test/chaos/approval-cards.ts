import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import type { World } from '../support/world.ts';
import type { Scenario } from './scenario.ts';

/** What became of a request, as its cards say it. */
export type Outcome = 'approved' | 'denied' | 'expired' | 'withdrawn' | 'overtaken';

const outcomes = {
  approved: ':white_check_mark: *Approved*',
  denied: ':no_entry: *Denied*',
  expired: ':hourglass: *Expired.*',
  withdrawn: ':leftwards_arrow_with_hook: *Withdrawn',
  overtaken: ':fast_forward: *No longer needed.*',
} satisfies Record<Outcome, string>;

/** A request for approval as approvers see it: one card in each place. */
export type Request = {
  readonly id: string;
  readonly kind: 'invite' | 'change';
  readonly requester: string;
  readonly cards: readonly Message[];
};

/** What an open card asks for. */
export type AskedTerms = { readonly startsAt: number; readonly endsAt: number; readonly permissions: string };

/** The requests of a scenario that approvers have seen, oldest first. */
export function requestsOf(world: World, scenario: Scenario): readonly Request[] {
  const byId = new Map<string, Message[]>();
  for (const message of world.slack.messages) {
    if (message.user !== world.slack.botUserId || message.ephemeralFor !== undefined) continue;
    const said = words(message);
    const id = /`(apr_[\w-]+)`/.exec(said)?.[1];
    if (id === undefined || !isAbout(message, scenario)) continue;
    byId.set(id, [...(byId.get(id) ?? []), message]);
  }
  return [...byId].map(([id, cards]) => {
    const text = cards[0]?.text ?? '';
    const [, requester = '', verb] = /<@(\w+)> (?:asks|asked) to (invite|change)/.exec(text) ?? [];
    return { id, kind: verb === 'change' ? 'change' : 'invite', requester, cards };
  });
}

/** Whether a message to approvers, or to who asked, names the event of a scenario. */
export function isAbout(message: Message, { event }: Pick<Scenario, 'event'>): boolean {
  return new RegExp(`(· |\\()${event}(?!\\d)`).test(message.text);
}

export function isOpen(message: Message): boolean {
  return message.text.includes('*Approval needed.*');
}

export function outcomeOf(text: string): Outcome | undefined {
  return (Object.keys(outcomes) as Outcome[]).find((outcome) => text.includes(outcomes[outcome]));
}

/** What an open card asks for; undefined of one that is decided. */
export function askedTerms({ blocks }: Message): AskedTerms | undefined {
  for (const block of blocks) {
    const text = (block.text as { text?: string } | undefined)?.text ?? '';
    const lines = text.split('\n');
    const nth = lines.findIndex((line) => line.startsWith(':clock3:'));
    const [, start, end] = /<!date\^(\d+)\^[^>]*> to <!date\^(\d+)\^/.exec(lines[nth] ?? '') ?? [];
    if (start === undefined || end === undefined) continue;
    return { startsAt: Number(start) * 1000, endsAt: Number(end) * 1000, permissions: lines[nth + 1] ?? '' };
  }
  return undefined;
}

/** The card on which a person decides a request: in a channel of approvers, or in their own direct messages. */
export function cardFor(world: World, request: Request, person: string): Message | undefined {
  const seen = new Set(world.slack.channels.filter(({ members }) => members.includes(person)).map(({ id }) => id));
  return request.cards.find((card) => seen.has(card.channel));
}

/** The request that waits for a decision. */
export function openRequest(world: World, scenario: Scenario): Request | undefined {
  return requestsOf(world, scenario).findLast(({ cards }) => cards.some(isOpen));
}

/** What all cards of a request said of its outcome at any time. */
export function outcomesSaid(world: World, request: Request): ReadonlySet<Outcome> {
  const places = new Set(request.cards.map(({ channel, ts }) => `${channel} ${ts}`));
  const said = world.slack.calls
    .filter(({ method, args }) => method === 'chat.update' && places.has(`${String(args.channel)} ${String(args.ts)}`))
    .map(({ args }) => String(args.text));
  return new Set([...said, ...request.cards.map(({ text }) => text)].flatMap((text) => outcomeOf(text) ?? []));
}
