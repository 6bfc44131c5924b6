import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { drawings } from './emoji-drawings.ts';

// Emoji from the system's font; those in emoji-drawings.ts look the same everywhere.
const signs: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  bell: '🔔',
  bulb: '💡',
  computer: '💻',
  desktop_computer: '🖥️',
  envelope: '✉️',
  eyes: '👀',
  heart: '❤️',
  joystick: '🕹️',
  key: '🔑',
  keyboard: '⌨️',
  mailbox: '📫',
  memo: '📝',
  mouse: '🐭',
  no_bell: '🔕',
  point_right: '👉',
  raised_hands: '🙌',
  rocket: '🚀',
  smile: '😄',
  sparkles: '✨',
  tada: '🎉',
  thinking_face: '🤔',
  three_button_mouse: '🖱️',
  ticket: '🎫',
  unlock: '🔓',
  video_game: '🎮',
  wave: '👋',
};

/** An emoji by its Slack name; an unknown name stays as it was written. */
export function Emoji({ name }: { name: string }): VNode | string {
  const drawing = drawings[name];
  if (drawing !== undefined) {
    return html`<svg class="emoji" viewBox="0 0 20 20" role="img" aria-label=${name.replaceAll('_', ' ')}>
      ${drawing.map(([color, path]) => html`<path fill=${color} d=${path} />`)}
    </svg>`;
  }
  return signs[name] ?? `:${name}:`;
}
