import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText, type Json } from '../json.ts';
import type { PageState } from '../page-state.types.ts';
import { personName, useSandbox } from '../sandbox-context.ts';
import { useNow } from '../times.ts';
import { fillDate } from './dates.ts';
import { Emoji } from './emoji.ts';
import { type Piece, parseMrkdwn, parsePlain } from './parse.ts';

/** A text object of Block Kit: plain_text or mrkdwn. */
export function Text({ of }: { of: Json }): VNode {
  const text = asText(of.text);
  const pieces = of.type === 'mrkdwn' ? parseMrkdwn(text, of.verbatim === true) : parsePlain(text, of.emoji !== false);
  return html`<${Pieces} pieces=${pieces} />`;
}

/** The text of a message without blocks. */
export function Mrkdwn({ text }: { text: string }): VNode {
  return html`<${Pieces} pieces=${parseMrkdwn(text)} />`;
}

function Pieces({ pieces }: { pieces: readonly Piece[] }): VNode {
  return html`${pieces.map((piece) => html`<${PieceView} piece=${piece} />`)}`;
}

const tags = { bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote' };

function PieceView({ piece }: { piece: Piece }): VNode | string {
  const { state } = useSandbox();
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return html`<br />`;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote':
      return html`<${tags[piece.kind]}><${Pieces} pieces=${piece.inside} /><//>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'block':
      return html`<pre>${piece.text}</pre>`;
    case 'emoji':
      return html`<${Emoji} name=${piece.name} />`;
    case 'user':
      return html`<span class="mention">@${piece.label ?? personName(state, piece.id)}</span>`;
    case 'channel':
      return html`<span class="mention">#${piece.label ?? channelName(state.channels, piece.id)}</span>`;
    case 'group':
      return html`<span class="mention">${piece.label ?? `@${groupHandle(state, piece.id)}`}</span>`;
    case 'everybody':
      return html`<span class="mention">@${piece.name}</span>`;
    case 'link':
      return html`<${Link} url=${piece.url}>${piece.label}<//>`;
    case 'date':
      return html`<${DateText} date=${piece} />`;
  }
}

function groupHandle({ userGroups }: PageState, id: string): string {
  return userGroups.find((one) => one.id === id)?.handle ?? id;
}

function channelName(channels: readonly { id: string; name: string }[], id: string): string {
  return channels.find((one) => one.id === id)?.name ?? 'private channel';
}

// Messages come from people too, so only these schemes become links.
function Link({ url, children }: { url: string; children?: unknown }): VNode {
  if (!/^(https?:|mailto:|tel:)/i.test(url)) return html`<span>${children}</span>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${children}</a>`;
}

function DateText({ date }: { date: Extract<Piece, { kind: 'date' }> }): VNode {
  const { state, you } = useSandbox();
  const now = useNow(state.now);
  if (!Number.isFinite(date.unix)) return html`<span>${date.fallback}</span>`;
  const text = fillDate(date.format, date.unix, { tz: you.tz, now, startsLine: date.startsLine });
  const time = html`<time title=${date.fallback}>${text}</time>`;
  return date.link === undefined ? time : html`<${Link} url=${date.link}>${time}<//>`;
}
