import { html } from 'htm/preact';
import type { VNode } from 'preact';

// Strokes in a 20 x 20 field. Icons never carry meaning alone: the button around them has a name.
const strokes = {
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13ZM8.5 17.5h3',
  bolt: 'M11 2.5 4.5 11H9l-.5 6.5L15.5 9H11Z',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  circle: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12Z',
  close: 'm5 5 10 10M15 5 5 15',
  clock: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 6v4l2.5 2',
  dots: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10Zm8-2.2a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
  hash: 'M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13M3 12.5h13',
  lock: 'M5 9h10v8H5ZM7 9V6.5a3 3 0 0 1 6 0V9',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  next: 'M5 5v10l6.5-5ZM14 5v10',
  panel: 'M3 4h14v12H3ZM12.5 4v12',
  person: 'M10 3a3.3 3.3 0 1 1 0 6.6A3.3 3.3 0 0 1 10 3ZM3.5 17c.5-3.5 3-5 6.5-5s6 1.5 6.5 5',
  reply: 'M8 5 3.5 9.5 8 14M4 9.5h7c3.5 0 5.5 2 5.5 5.5',
  send: 'M3 10 17 3.5 13.5 17l-3.5-5.5Zm7 1.5L17 3.5',
} as const;

export function Icon({ name }: { name: keyof typeof strokes }): VNode {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${strokes[name]} /></svg>`;
}
