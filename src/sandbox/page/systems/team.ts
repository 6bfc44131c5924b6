import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageSystem, PersonThere } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { Mails } from './mails.ts';

/** Who is in a system and who is invited to it: the other side of what `/member` says. */
export function Team({ system }: { system: PageSystem }): VNode {
  const { waiting, members, mails } = system;
  return html`<h3>Invited, waiting</h3>
    ${
      waiting.length === 0
        ? html`<p class="quiet">Nobody is waiting.</p>`
        : html`<ul class="systems-list" aria-label="Invited, waiting">
            ${waiting.toReversed().map((one) => html`<${Waiting} key=${one.id} system=${system} person=${one} />`)}
          </ul>`
    }
    <${Mails} title="Mails" mails=${mails} />
    <h3>Members</h3>
    ${
      members.length === 0
        ? html`<p class="quiet">Nobody is a member.</p>`
        : html`<ul class="systems-list" aria-label="Members">
            ${members.map((one) => html`<li class="mail" key=${one.id}><${NameAndRole} person=${one} /></li>`)}
          </ul>`
    }`;
}

function Waiting({ system, person }: { system: PageSystem; person: PersonThere }): VNode {
  const { run } = useSandbox();
  const there = { system: system.name, id: person.id };
  return html`<li class="invite">
    <p class="invite-head"><${NameAndRole} person=${person} /></p>
    <p class="invite-buttons">
      <button type="button" class="small-button" aria-label=${`${person.who} joins`} onClick=${() => run('join', there)}>
        Joins
      </button>
      <button
        type="button"
        class="small-button"
        aria-label=${`Cancel the invite of ${person.who} in ${system.label}`}
        onClick=${() => run('memberCancel', there)}
      >
        Cancel in ${system.label}
      </button>
    </p>
  </li>`;
}

function NameAndRole({ person: { who, as } }: { person: PersonThere }): VNode {
  return html`<span class="ellipsis" title=${who}>${who}</span> ${as && html`<span class="quiet">${as}</span>`}`;
}
