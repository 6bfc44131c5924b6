import type { Invite } from './invite.ts';
import { edits } from './text/nearest-word.ts';
import { writeTimeIn, zoneNameIn } from './time/localized-time.ts';

/** What a message can have in braces: `{start}`. */
const placeholders = ['guest', 'computer', 'event', 'start', 'end', 'zone'] as const;

type Placeholder = (typeof placeholders)[number];

/** The texts of the policy by language (BCP 47), and which is meant when nobody chooses. */
export type GuestMessages = { readonly default: string; readonly texts: Readonly<Record<string, string>> };

/** What Parsec is sent at most, in characters, as of a message that is typed. */
const MOST = 1_000;

/** Words in braces that stand for nothing, as written, each with the placeholder that was probably meant. */
export function unknownPlaceholders(
  text: string,
): readonly { readonly written: string; readonly near: string | undefined }[] {
  return [...text.matchAll(/\{\s*([\p{L}\d_ -]{1,30}?)\s*\}/gu)].flatMap(([written, word = '']) =>
    isPlaceholder(word) ? [] : [{ written, near: nearest(word) }],
  );
}

function isPlaceholder(word: string): word is Placeholder {
  return (placeholders as readonly string[]).includes(word);
}

function nearest(word: string): string | undefined {
  const [best] = placeholders
    .map((name) => ({ name, steps: edits(word.toLowerCase(), name) }))
    .toSorted((a, b) => a.steps - b.steps);
  return best !== undefined && best.steps <= 2 ? `{${best.name}}` : undefined;
}

/**
 * A message with its placeholders filled in, with dates as its language writes them, in the invite's zone. Filled in once, so that a guest or
 * an event whose name has braces is only that. It is at most as long as a typed message.
 */
export function fillMessage(
  invite: Pick<
    Invite,
    'message' | 'messageLanguage' | 'guestEmail' | 'hostName' | 'eventName' | 'startsAt' | 'endsAt' | 'timeZone'
  >,
): string {
  const { message, messageLanguage: language = 'en', startsAt, endsAt, timeZone } = invite;
  const values: Readonly<Record<Placeholder, () => string>> = {
    guest: () => invite.guestEmail,
    computer: () => invite.hostName,
    event: () => invite.eventName,
    start: () => writeTimeIn(startsAt, timeZone, language),
    end: () => writeTimeIn(endsAt, timeZone, language),
    zone: () => zoneNameIn(startsAt, timeZone, language),
  };
  const filled = message.replaceAll(/\{(\w+)\}/g, (written, word: string) =>
    isPlaceholder(word) ? values[word]() : written,
  );
  return filled.length <= MOST ? filled : `${filled.slice(0, MOST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The text of a language, or of the default one where the policy has none for it; undefined where it has no texts. */
export function messageIn(
  messages: GuestMessages,
  language: string,
): { readonly language: string; readonly text: string } | undefined {
  const chosen = Object.hasOwn(messages.texts, language) ? language : messages.default;
  const text = messages.texts[chosen];
  return text === undefined ? undefined : { language: chosen, text };
}

/** What a form has in it for an invite that is made again: nothing typed where the message is the policy's own. */
export function typedMessage(
  { message, messageLanguage = '' }: Pick<Invite, 'message' | 'messageLanguage'>,
  messages: GuestMessages,
): string {
  return messageIn(messages, messageLanguage)?.text === message ? '' : message;
}
