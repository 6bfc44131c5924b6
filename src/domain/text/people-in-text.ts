import type { Problem } from '../problem.ts';
import { emailKey, readAddress } from './address.ts';
import { mailAddress } from './as-shown.ts';

/** Somebody of the workspace, as they were named: by their id at Slack, or only by the name behind the @. */
export type NamedPerson = { readonly id?: string; readonly name: string };

type Place = {
  readonly raw: string;
  /** Where it stands: `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** Which brackets of the text it stands in, counted from 1; 0 for none. */
  readonly bracket: number;
};

/** What a text is made of. `unread` has an @ and is no address. */
export type Piece = Place &
  (
    | { readonly kind: 'address'; readonly email: string }
    | { readonly kind: 'person'; readonly person: NamedPerson }
    | { readonly kind: 'unread'; readonly problem: Problem }
    | { readonly kind: 'word' }
  );

/** A person as Slack writes one, or what stands between blanks, commas, semicolons and brackets. */
const PIECE = /<@([A-Z0-9]+)(?:\|([^<>]*))?>|[^\s,;，、；()[\]<>（）【】《》]+/gu;

const OPENING = '([<（【《';
const CLOSING = ')]>）】》';

/**
 * The one reader of addresses: what every surface reads (the form, the command, messages, pasted lists and tables) is taken apart here.
 * `text` is as `asShown` answers it. A piece is an address as a whole or not at all, so that `ana/b@x.co` is not read as Ben's. Quotes,
 * punctuation, marks of bold and code, and "mailto:" around an address are no part of it.
 */
export function piecesOf(text: string): readonly Piece[] {
  let read = 0;
  let opened = 0;
  let bracket = 0;
  return [...text.matchAll(PIECE)].flatMap((match): readonly Piece[] => {
    const [raw, id, name = ''] = match;
    const start = match.index;
    const end = start + raw.length;
    for (const sign of text.slice(read, start)) {
      if (OPENING.includes(sign)) bracket = ++opened;
      else if (CLOSING.includes(sign)) bracket = 0;
    }
    read = end;
    const place = { raw, start, end, bracket };
    if (id !== undefined) return [{ ...place, kind: 'person', person: { id, name } }];
    return readToken(place);
  });
}

/** An address or a person once each, in order. */
export function distinct(pieces: readonly Piece[]): readonly Exclude<Piece, { kind: 'word' }>[] {
  const named = pieces.filter((piece) => piece.kind !== 'word');
  return [...Map.groupBy(named, keyOf).values()].flatMap(([first]) => first ?? []);
}

function keyOf(piece: Piece): string {
  if (piece.kind === 'address') return emailKey(piece.email);
  if (piece.kind === 'person') return `@${piece.person.id ?? piece.person.name}`;
  return `? ${piece.raw}`;
}

/** Scripts in which the next word follows without a blank. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}`;
/** An address whose end is of Latin letters, and a word of another script, or a dash with more text, right behind it. */
const WITH_WORD = new RegExp(
  String.raw`^(.*@(?:[\p{L}\p{M}\p{Nd}-]+\.)+[\p{sc=Latin}\p{M}\d-]+)((?:[。—–…]|[${UNSPACED}]).*)$`,
  'u',
);

function readToken(place: Place): readonly Piece[] {
  const text = bare(place.raw);
  if (!text.includes('@')) return [{ ...place, kind: 'word' }];
  const named = /^@([\p{L}\p{N}_][^@/]*)$/u.exec(text)?.[1];
  if (named !== undefined) return [{ ...place, kind: 'person', person: { name: named } }];

  const [, before = '', behind = ''] = WITH_WORD.exec(text) ?? [];
  const first = readAddress(before);
  if (typeof first === 'string') {
    const word: Place = { ...place, raw: behind, start: place.end - behind.length };
    return [
      { ...place, end: word.start, kind: 'address', email: first },
      { ...word, kind: 'word' },
    ];
  }

  const whole = readAddress(text);
  if (typeof whole === 'string') return [{ ...place, kind: 'address', email: whole }];
  // "ana@x.co/ben@x.co": only where every part is an address these signs stand between addresses.
  const parts = text.split(/[/|&]/).map((part) => readAddress(bare(part)));
  const emails = parts.filter((part) => typeof part === 'string');
  if (parts.length > 1 && emails.length === parts.length) {
    return emails.map((email) => ({ ...place, raw: email, kind: 'address', email }));
  }
  return [{ ...place, kind: 'unread', problem: whole }];
}

/** What stands before an address and says what it is ("mailto:", "E-mail:", "To:"), but no "https://ana:word@…". */
const LABEL = /^(?:mailto:|[\p{L}-]+:(?!\/\/)|(?:e-?mail|mail|to|cc)=)+/iu;

/** Without the quotes, punctuation, marks of bold and code, and the "mailto:" around it. */
function bare(raw: string): string {
  const [, mail] = /^["'“”„‘’‚«»]*mailto:(.*)$/i.exec(raw) ?? [];
  const text = withoutEnds(asNarrow(mail === undefined ? raw : mailAddress(mail)));
  const unlabelled = withoutEnds(text.replace(/^[^@]*@/, (front) => front.replace(LABEL, '')));
  // "ana@x.co's invite"
  const owner = unlabelled.replace(/(?<=@.*)['’]s$/, '');
  return /^([_~]).+\1$/.test(owner) ? withoutEnds(owner.slice(1, -1)) : owner;
}

function withoutEnds(text: string): string {
  return text.replace(/^["'“”„‘’‚«»`*•·]+/, '').replace(/["'“”„‘’‚«»`*.:!?…。．｡]+$/, '');
}

/** The wide letters and signs of Chinese and Japanese keyboards as their plain ones, in what has such an @ or such letters. */
function asNarrow(text: string): string {
  return text.replaceAll(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replaceAll('﹫', '@');
}
