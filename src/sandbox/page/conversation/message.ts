import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Blocks } from '../blocks/blocks.ts';
import { Avatar } from '../frame/avatar.ts';
import { Icon } from '../icons.ts';
import { Mrkdwn } from '../mrkdwn/render.ts';
import type { PageMessage, SharedFile } from '../page-state.types.ts';
import { personName, useSandbox } from '../sandbox-context.ts';
import { clockTime, dayAndTime, writtenAt } from '../times.ts';
import { Notifies } from './notifies.ts';
import { MessageMenu } from './shortcut-menus.ts';

type Props = {
  message: PageMessage;
  /** Shown small, inside a thread. */
  reply?: boolean;
  /** A reply that is also shown in the channel. */
  broadcast?: boolean;
  /** Starts a reply; undefined when nobody can reply. */
  answer?: () => void;
  /** Shown below the message. */
  children?: unknown;
};

/** One message with its menu. */
export function MessageView({ message, reply = false, broadcast = false, answer, children }: Props): VNode {
  const { state, you, run } = useSandbox();
  const author = state.people.find((one) => one.id === message.user);
  const at = writtenAt(message.ts);
  const place = { channel: message.channel, ts: message.ts };
  const act = (target: object, value: unknown) => run('act', { place, target, value });
  const name = personName(state, message.user);
  return html`<article class=${`message${message.ephemeralFor === undefined ? '' : ' ephemeral'}`} data-ts=${message.ts} aria-label=${`${name}, ${clockTime(at, you.tz)}`}>
    ${author && html`<${Avatar} person=${author} size=${reply ? 'small' : 'large'} />`}
    <div class="message-body">
      <p class="message-head">
        <strong>${name}</strong>
        ${author?.kind === 'bot' && html`<span class="app-tag">App</span>`}
        <time class="quiet" title=${dayAndTime(at, you.tz)}>${clockTime(at, you.tz)}</time>
        ${message.edits > 0 && html`<span class="quiet">(edited)</span>`}
        ${broadcast && html`<span class="quiet">replied to a thread</span>`}
      </p>
      ${message.ephemeralFor !== undefined && html`<p class="only-you"><${Icon} name="eye" /> Only visible to you</p>`}
      ${
        message.blocks.length === 0
          ? html`<div class="message-text"><${Mrkdwn} text=${message.text} /></div>`
          : html`<${Blocks} blocks=${message.blocks} surface=${{ kind: 'message', place, act, values: message.choices }} />`
      }
      <${FileList} files=${message.files} />
      <${Notifies} message=${message} reply=${reply} />
      ${children}
    </div>
    ${message.ephemeralFor === undefined && html`<${MessageMenu} message=${message} answer=${answer} />`}
  </article>`;
}

/** The files of a message, as downloads. */
function FileList({ files }: { files: readonly SharedFile[] }): VNode | null {
  if (files.length === 0) return null;
  return html`<ul class="file-list" aria-label="Files">
    ${files.map(
      (file) => html`<li key=${file.id}>
      ${/\.(?:png|jpe?g|gif)$/i.test(file.name) && html`<${FileImage} file=${file} />`}
      <a href=${`/files/${file.id}`} download=${file.name}>${file.title}</a> <span class="quiet">${sizeWords(file.size)}</span></li>`,
    )}
  </ul>`;
}

/** A picture, small enough for the list; a click opens it in full. */
function FileImage({ file }: { file: SharedFile }): VNode {
  const address = `/images/${file.id}`;
  return html`<a class="file-image" href=${address} target="_blank" rel="noopener">
    <img src=${address} alt=${file.alt_txt ?? file.title} />
  </a>`;
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.ceil(bytes / 1000)} kB`;
}
