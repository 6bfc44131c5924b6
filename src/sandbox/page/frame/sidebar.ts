import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { firstTab } from '../bot/tabs.ts';
import { Icon } from '../icons.ts';
import type { PageChannel, PageState, Person, Unread } from '../page-state.types.ts';
import { personName, useSandbox } from '../sandbox-context.ts';
import { Avatar } from './avatar.ts';
import { TryThis } from './try-this.ts';

/** In place of a channel: the tabs of the app. */
export const APP_TABS = 'app';

type Props = {
  channel: string | undefined;
  /** Under a modal. */
  inert: boolean;
  choosePerson: (id: string) => void;
  chooseChannel: (id: string) => void;
};

/** The current person, and that person's channels. */
export function Sidebar({ channel, inert, choosePerson, chooseChannel }: Props): VNode {
  const { state, you } = useSandbox();
  const channels = state.channels.filter((one) => one.kind !== 'im');
  const direct = state.channels.find((one) => one.kind === 'im');
  const bot = state.people.find((one) => one.id === state.botUserId);
  const people = state.people.filter((one) => one.kind !== 'bot' && one.kind !== 'deactivated');
  return html`<aside class="sidebar" inert=${inert} aria-label="People, channels, and apps">
    <h2 class="you">You are <strong>${you.realName}</strong></h2>
    <ul class="side-list" aria-label="People">
      ${people.map((one) => html`<${PersonItem} key=${one.id} person=${one} unread=${state.unread[one.id]} you=${one.id === you.id} choose=${choosePerson} />`)}
    </ul>
    <h2>Channels</h2>
    ${
      channels.length === 0
        ? html`<p class="side-empty">${you.realName} isn’t in any channel.</p>`
        : html`<ul class="side-list" aria-label="Channels">
            ${channels.map(
              (one) => html`<li key=${one.id}>
                <button
                  type="button"
                  class=${`side-item${one.unread || one.mentions > 0 ? ' side-unread' : ''}`}
                  aria-current=${one.id === channel ? 'page' : undefined}
                  onClick=${() => chooseChannel(one.id)}
                >
                  <${Icon} name=${one.kind === 'private' ? 'lock' : 'hash'} />
                  <span class="side-name">${channelTitle(state, one)}</span>
                  <${Badge} of=${one} />
                </button>
              </li>`,
            )}
          </ul>`
    }
    <h2>Apps</h2>
    <ul class="side-list" aria-label="Apps">
      <li>
        <button
          type="button"
          class=${`side-item${direct?.unread === true ? ' side-unread' : ''}`}
          aria-current=${channel === APP_TABS ? 'page' : undefined}
          onClick=${() => chooseChannel(firstTab(state.app))}
        >
          ${bot && html`<${Avatar} person=${bot} size="small" />`}
          <span class="side-name">${state.app.name}</span>
          ${direct && html`<${Badge} of=${direct} />`}
        </button>
      </li>
    </ul>
    <${TryThis} />
  </aside>`;
}

/** A channel's name, or the other person of a direct message. */
export function channelTitle(state: PageState, channel: Pick<PageChannel, 'name' | 'kind' | 'members'>): string {
  if (channel.kind !== 'im') return channel.name;
  const others = channel.members.filter((id) => id !== state.you);
  return others.map((id) => personName(state, id)).join(', ');
}

const kinds = {
  member: '',
  admin: 'admin',
  owner: 'owner',
  guest: 'guest',
  single_channel_guest: 'guest',
  external: 'external',
  bot: 'app',
  deactivated: 'deactivated',
} satisfies Record<Person['kind'], string>;

type PersonProps = { person: Person; unread: Unread | undefined; you: boolean; choose: (id: string) => void };

function PersonItem({ person, unread, you, choose }: PersonProps): VNode {
  const city = person.tz.split('/').at(-1)?.replaceAll('_', ' ') ?? person.tz;
  const about = kinds[person.kind] === '' ? city : `${kinds[person.kind]} · ${city}`;
  return html`<li>
    <button type="button" class="side-item side-person" aria-current=${you ? 'true' : undefined} onClick=${() => choose(person.id)}>
      <${Avatar} person=${person} size="small" />
      <span class="side-name">${person.realName}</span>
      <span class="side-about">${about}</span>
      ${unread && !you && html`<${Badge} of=${unread} />`}
    </button>
  </li>`;
}

/** How often Slack notified a person of what they have not read; a dot when it did not. */
function Badge({ of }: { of: Unread }): VNode | null {
  if (of.mentions > 0) {
    const words = of.mentions === 1 ? '1 notification' : `${of.mentions} notifications`;
    return html`<span class="badge"><span aria-hidden="true">${of.mentions}</span><span class="unseen">${words}</span></span>`;
  }
  return of.unread ? html`<span class="unread-dot"><span class="unseen">unread</span></span>` : null;
}
