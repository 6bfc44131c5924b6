import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Person } from '../page-state.types.ts';

const COLORS = 8;

/** Initials on a person's color. */
export function Avatar({ person, size = 'large' }: { person: Person; size?: 'large' | 'small' }): VNode {
  const color = Array.from(person.name).reduce((sum, letter) => sum * 7 + (letter.codePointAt(0) ?? 0), 3) % COLORS;
  const initials = (person.realName || person.name)
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .slice(0, person.kind === 'bot' ? 1 : 2)
    .join('')
    .toUpperCase();
  const look = person.kind === 'bot' ? 'avatar-bot' : `avatar-${color}`;
  return html`<span class=${`avatar avatar-${size} ${look}`} aria-hidden="true">${initials}</span>`;
}
