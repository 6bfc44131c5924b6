import { type Piece, parseMrkdwn, parsePlain } from '../../../src/sandbox/page/mrkdwn/parse.ts';

/** A name that holds everything Slack could read as something else, and what nobody sees. */
export const nastyText =
  '*starry* _sly_ ~gone~ `codey` :skull: <!channel> <@U0EVIL> <#C0EVIL|x> <https://evil.example|click> &amp; http://evil.example evil.example me@evil.example\u202E\u200B\u0000';

/** The same as a person is to see it. */
export const nastyShown = nastyText.replaceAll(/[\u202E\u200B\0]/g, '');

/** Everything in the text objects of these blocks that a client would read as markup although somebody typed it: none is right. */
export function readAsMarkup(blocks: unknown): string[] {
  return piecesOf(blocks).flatMap(faultsIn);
}

/** What a person sees of a text object, as text. */
export function shownText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('inside' in piece ? shownText(piece.inside) : wordsOf(piece))).join('');
}

function piecesOf(value: unknown): readonly Piece[] {
  if (Array.isArray(value)) return value.flatMap(piecesOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, verbatim, emoji } = value as Record<string, unknown>;
  if (typeof text === 'string' && type === 'mrkdwn') return parseMrkdwn(text, verbatim === true);
  if (typeof text === 'string' && type === 'plain_text') return parsePlain(text, emoji !== false);
  return Object.values(value).flatMap(piecesOf);
}

function wordsOf(piece: Exclude<Piece, { inside: unknown }>): string {
  if (piece.kind === 'text' || piece.kind === 'code' || piece.kind === 'block') return piece.text;
  return piece.kind === 'break' ? '\n' : '';
}

function faultsIn(piece: Piece): string[] {
  switch (piece.kind) {
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote': {
      // Ours may be around all of a name, never around a part of it.
      const inside = shownText(piece.inside);
      const isTyped = piece.kind === 'bold' ? inside === 'starry' : /^(sly|gone)$|quoty/.test(inside);
      return [...(isTyped ? [`${piece.kind}: ${inside}`] : []), ...piece.inside.flatMap(faultsIn)];
    }
    case 'code':
    case 'block':
      return piece.text.includes('codey') ? [`code: ${piece.text}`] : [];
    case 'emoji':
      return piece.name === 'skull' ? ['emoji: skull'] : [];
    case 'link':
      return piece.url.includes('evil') ? [`link: ${piece.url}`] : [];
    case 'everybody':
      return [`everybody: ${piece.name}`];
    case 'user':
    case 'channel':
    case 'group':
      return piece.id.includes('EVIL') ? [`${piece.kind}: ${piece.id}`] : [];
    default:
      return [];
  }
}
