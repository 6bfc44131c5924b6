import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { drawings } from './emoji-drawings.ts';

// Emoji that are only signs of the system's own font; those in emoji-drawings.ts look the same on every machine.
const signs: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  bell: '🔔',
  bulb: '💡',
  computer: '💻',
  desktop_computer: '🖥️',
  email: '📧',
  envelope: '✉️',
  eyes: '👀',
  heart: '❤️',
  joystick: '🕹️',
  key: '🔑',
  keyboard: '⌨️',
  link: '🔗',
  lock: '🔒',
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
      ${drawing.map(([colour, path]) => html`<path fill=${colour} d=${path} />`)}
    </svg>`;
  }
  return signs[name] ?? `:${name}:`;
}
