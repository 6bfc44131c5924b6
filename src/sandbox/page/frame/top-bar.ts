import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Icon } from '../icons.ts';
import { useSandbox } from '../sandbox-context.ts';
import { dayAndTime, useNow } from '../times.ts';

const MINUTE = 60_000;
const moves = [
  ['+15 min', 15 * MINUTE],
  ['+1 h', 60 * MINUTE],
  ['+1 day', 24 * 60 * MINUTE],
] as const;

/** What jobs of the bot mean for people. */
const events: Readonly<Record<string, string>> = {
  start: 'start',
  warn: 'warning',
  end: 'end',
  approval: 'approval reminder',
  series: 'next invite of a series',
};

/** Moves the clock to what the bot does next. */
function NextEvent(): VNode {
  const { state, you, run } = useSandbox();
  const { next, moving } = state.clock;
  const what = next && `${events[next.kind] ?? next.kind.replaceAll('_', ' ')}, ${dayAndTime(next.at, you.tz)}`;
  const about = `Next event: ${what ?? 'nothing is planned'}`;
  return html`<button
    type="button"
    class="clock-move clock-next"
    title=${about}
    aria-label=${about}
    aria-busy=${moving}
    aria-disabled=${next === undefined || moving}
    onClick=${() => next !== undefined && run('clockNext')}
  >
    ${moving ? html`<span class="spinner"></span>` : html`<${Icon} name="next" />`}
    <span class="clock-words">Next event${what === undefined ? '' : ': '}</span>
    ${what !== undefined && html`<span class="clock-what">${what}</span>`}
  </button>`;
}

export function TopBar({ openDrawer }: { openDrawer: (drawer: 'people' | 'systems') => void }): VNode {
  const { state, you, run } = useSandbox();
  const now = useNow(state.now);
  return html`<header class="top-bar">
    <button type="button" class="icon-button drawer-button" aria-label="People and channels" onClick=${() => openDrawer('people')}>
      <${Icon} name="menu" />
    </button>
    <h1 class="brand">Guestlist <span>sandbox</span></h1>
    <div class="clock" role="group" aria-label="Clock">
      <${Icon} name="clock" />
      <time class="clock-time" title=${`Sandbox time in ${you.tz}`}>${dayAndTime(now, you.tz)}</time>
      <span class="clock-zone">${you.tz.split('/').at(-1)?.replaceAll('_', ' ')}</span>
      <${NextEvent} />
      ${moves.map(
        ([label, ms]) =>
          html`<button
            type="button"
            class="clock-move"
            title="Stops at every event on the way"
            aria-disabled=${state.clock.moving}
            onClick=${() => run('clock', { advanceMs: ms })}
          >
            ${label}
          </button>`,
      )}
    </div>
    <button type="button" class="icon-button drawer-button panel-button" aria-label="Systems" onClick=${() => openDrawer('systems')}>
      <${Icon} name="panel" />
    </button>
  </header>`;
}
