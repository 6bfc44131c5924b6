import { isDateFormat } from './dates.ts';

/** Slack's mrkdwn as a tree. https://docs.slack.dev/messaging/formatting-message-text */
export type Piece =
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly inside: readonly Piece[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'block'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | Reference;

/** The content of <...>. */
export type Reference =
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string | undefined }
  | { readonly kind: 'everybody'; readonly name: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  /** A fallback shown as it is. */
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'date';
      /** Epoch seconds. */
      readonly unix: number;
      readonly format: string;
      readonly link: string | undefined;
      readonly fallback: string;
      /** At the start of a line "Today" has a capital. */
      readonly startsLine: boolean;
    };

/** Slack escapes exactly these three. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

// Code and <references> are opaque to *bold* and the rest: meanwhile a private-use character and a number replace each.
type Opaque = { readonly kind: 'code'; readonly text: string } | Reference;

/** Parses a text with ``` blocks and > quotes. Unless it is `verbatim`, addresses become links. */
export function parseMrkdwn(text: string, verbatim = false): Piece[] {
  return text
    .replaceAll(/[\uE000\uE001]/g, '')
    .split(/```\n?([\s\S]+?)\n?```\n?/)
    .flatMap((part, index): Piece[] =>
      index % 2 === 1 ? [{ kind: 'block', text: unescapeText(part) }] : parseLines(part, verbatim),
    );
}

function parseLines(text: string, verbatim: boolean): Piece[] {
  if (text === '') return [];
  const opaque: Opaque[] = [];
  const hide = (piece: Opaque) => `\uE000${opaque.push(piece) - 1}\uE001`;
  // The one that begins first wins: a backtick in a reference is text, and so is a reference in code.
  const hidden = text.replace(/`([^`\n]+)`|<([^<>\n]+)>/g, (_, code?: string, inside = '', at = 0) => {
    if (code !== undefined) return hide({ kind: 'code', text: unescapeText(code) });
    return hide(parseReference(inside, /(^|\n)[*_~]*$/.test(text.slice(0, at))));
  });
  return hidden.split('\n').flatMap((line, index, lines): Piece[] => {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const inside = parseInline(quote?.[1] ?? line, { opaque, verbatim });
    if (quote) return [{ kind: 'quote', inside }];
    return index < lines.length - 1 ? [...inside, { kind: 'break' }] : inside;
  });
}

function parseReference(inside: string, startsLine: boolean): Reference {
  const [head, label] = split(inside, '|');
  if (head.startsWith('@')) return { kind: 'user', id: head.slice(1), label };
  if (head.startsWith('#')) return { kind: 'channel', id: head.slice(1), label };
  if (head.startsWith('!date^')) {
    const [, unix, format = '', link] = head.split('^');
    if (!isDateFormat(format)) return { kind: 'text', text: unescapeText(label ?? '') };
    return { kind: 'date', unix: Number(unix), format, link, fallback: unescapeText(label ?? ''), startsLine };
  }
  if (head.startsWith('!subteam^')) return { kind: 'group', id: head.slice(9), label };
  if (head.startsWith('!')) return { kind: 'everybody', name: head.slice(1) };
  return { kind: 'link', url: unescapeText(head), label: unescapeText(label ?? head.replace(/^mailto:/, '')) };
}

function split(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

// A mark opens after a space or punctuation and closes before one, without a space just inside.
const inline =
  /\uE000(?<opaque>\d+)\uE001|(?<!\w):(?<emoji>[a-z0-9_+'-]+):|(?<![\w*])\*(?=\S)(?<bold>[^*]+?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)(?<italic>[^_]+?)(?<=\S)_(?!\w)|(?<![\w~])~(?=\S)(?<strike>[^~]+?)(?<=\S)~(?![\w~])/g;

type Reading = { readonly opaque: readonly Opaque[]; readonly verbatim: boolean };

function parseInline(text: string, reading: Reading): Piece[] {
  const pieces: Piece[] = [];
  const words = (part: string) => pieces.push(...parseWords(unescapeText(part), reading.verbatim));
  let from = 0;
  for (const match of text.matchAll(inline)) {
    if (match.index > from) words(text.slice(from, match.index));
    from = match.index + match[0].length;
    pieces.push(pieceOf(match.groups ?? {}, reading));
  }
  if (from < text.length) words(text.slice(from));
  return pieces;
}

// What Slack turns into links: URLs, email addresses, and domains [assumed: which endings].
const address =
  /https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"]|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|app|dev|co|example)\b(?:\/[^\s<>]*)?/gi;

function parseWords(text: string, verbatim: boolean): Piece[] {
  if (verbatim) return [{ kind: 'text', text }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: label, index } of text.matchAll(address)) {
    if (index > from) pieces.push({ kind: 'text', text: text.slice(from, index) });
    from = index + label.length;
    const scheme = /^https?:/i.test(label) ? '' : label.includes('@') ? 'mailto:' : 'http://';
    pieces.push({ kind: 'link', url: `${scheme}${label}`, label });
  }
  return from < text.length ? [...pieces, { kind: 'text', text: text.slice(from) }] : pieces;
}

function pieceOf(found: Record<string, string | undefined>, reading: Reading): Piece {
  if (found.emoji !== undefined) return { kind: 'emoji', name: found.emoji };
  if (found.bold !== undefined) return { kind: 'bold', inside: parseInline(found.bold, reading) };
  if (found.italic !== undefined) return { kind: 'italic', inside: parseInline(found.italic, reading) };
  if (found.strike !== undefined) return { kind: 'strike', inside: parseInline(found.strike, reading) };
  return reading.opaque[Number(found.opaque)] ?? { kind: 'text', text: '' };
}

/** plain_text has only emoji, unless they are turned off. */
export function parsePlain(text: string, emoji = true): Piece[] {
  if (!emoji) return [{ kind: 'text', text }];
  return text.split(/(?<!\w):([a-z0-9_+'-]+):/).map((part, index) => {
    return index % 2 === 1 ? { kind: 'emoji', name: part } : { kind: 'text', text: part };
  });
}
