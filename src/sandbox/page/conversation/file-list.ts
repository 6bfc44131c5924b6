import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SharedFile } from '../page-state.types.ts';

/** The files of a message, each to be kept. */
export function FileList({ files }: { files: readonly SharedFile[] }): VNode | null {
  if (files.length === 0) return null;
  return html`<ul class="file-list" aria-label="Files">
    ${files.map((file) => html`<li key=${file.id}><a href=${`/files/${file.id}`} download=${file.name}>${file.title}</a> <span class="quiet">${sizeWords(file.size)}</span></li>`)}
  </ul>`;
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.ceil(bytes / 1000)} kB`;
}
