import { mapPages, readAll } from '../../domain/pages.ts';
import { isProblem, onSuccess, type Problem, problem } from '../../domain/problem.ts';
import { compareInvite } from '../../domain/same-invite.ts';
import type { GuestAccess, GuestInviteRequest, Host, ProviderGuestInvite } from '../provider.ts';
import type { ParsecApi } from './api.ts';
import { mayNotSee, parsecProblem } from './problems.ts';
import { changeOf, hostsAmong, newInvite, toGuestInvite } from './translate.ts';
import { PAGE, walkGuestInvites, walkMachines } from './walk.ts';

/** Those that can be asked for, changed and cancelled. */
function withIds<Invite extends { readonly id: string }>(invites: readonly Invite[]): readonly Invite[] {
  return invites.filter(({ id }) => id !== '');
}

/** Guest access at Parsec, in Guestlist's terms; the contract is in provider.ts. */
export function parsecGuestAccess(api: ParsecApi): GuestAccess {
  async function get(providerInviteId: string): Promise<ProviderGuestInvite | Problem> {
    const invite = await api.getGuestAccessInvite(providerInviteId);
    if (!isProblem(invite)) return toGuestInvite(invite, providerInviteId);
    if (invite.code !== 'provider_not_found' || isNoId(providerInviteId)) return invite;
    // Of a team there is not, nothing is gone: its list says which of the two it is.
    const list = await api.getGuestAccessInvites({ offset: 0, limit: 1 });
    return isProblem(list) && list.code === 'provider_account_unknown' ? list : invite;
  }

  const list = () =>
    mapPages(walkGuestInvites(api), (page) => withIds(page).map((invite) => toGuestInvite(invite, invite.id)));

  /** Every host with guest access whose name contains `text`. */
  async function hostsNamed(text: string): Promise<Host[] | Problem> {
    // How Parsec compares names is not documented. As long as all hosts fit on a page, they are compared here; with more,
    // Parsec's own search comes first, and everything is read only if that finds nothing.
    const first = await api.getTeamMachines({ offset: 0, limit: PAGE }, { is_guest_access: true });
    if (isProblem(first)) return first;
    const complete = first.count === undefined ? first.items.length < PAGE : first.items.length >= first.count;
    if (complete) return hostsAmong(first.items, text);
    if (text.trim() !== '') {
      const found = await readAll(walkMachines(api, { is_guest_access: true, name: text.trim() }));
      if (isProblem(found)) return found;
      const hosts = hostsAmong(found, text);
      if (hosts.length > 0) return hosts;
    }
    return onSuccess(readAll(walkMachines(api, { is_guest_access: true })), (all) => hostsAmong(all, text));
  }

  /** The list may show less of an invite than the invite itself does: what it does not show is read. */
  async function isSame(listed: ProviderGuestInvite, wanted: GuestInviteRequest): Promise<boolean | Problem> {
    const verdict = compareInvite(listed, wanted);
    if (verdict === 'different') return false;
    // It is for the same guest, and cannot be read: "not there" would make somebody create it again. One that shows no guest is no sign
    // of anything, and would keep every lost create from being settled.
    if (listed.providerInviteId === '')
      return listed.guestEmail === undefined ? false : parsecProblem('provider_nonsense');
    if (verdict === 'same') return true;
    const invite = await get(listed.providerInviteId);
    if (isProblem(invite)) return invite.code === 'provider_not_found' ? false : invite;
    const closer = compareInvite(invite, wanted);
    // "Not there" would make somebody create it again, and pay again.
    return closer === 'unclear' ? parsecProblem('provider_nonsense') : closer === 'same';
  }

  /**
   * Parsec words every refusal alike, so "not found" of an invite that is gone may look just like that of a path it does not have. What
   * is in the list and by its id is nowhere is not gone, the route is wrong: taken for gone, its guest would stay in and nobody know.
   */
  async function whyNot(providerInviteId: string, refusal: Problem): Promise<Problem> {
    if (refusal.code !== 'provider_not_found' || isNoId(providerInviteId)) return refusal;
    for await (const page of list()) {
      if (isProblem(page)) return mayNotSee(page) ? refusal : page;
      const listed = page.find((invite) => invite.providerInviteId === providerInviteId);
      if (listed === undefined) continue;
      const seen = listed.cancelled ? listed : await get(providerInviteId);
      if (!isProblem(seen)) return refusal;
      const message = 'the invite is in its list, but not found by its id: its route must be wrong';
      return seen.code === 'provider_not_found' ? parsecProblem('provider_rejected', { message, status: 404 }) : seen;
    }
    return refusal;
  }

  return {
    hosts: ({ text, limit }) => onSuccess(hostsNamed(text), (hosts) => hosts.slice(0, limit)),

    async host(hostId) {
      const hosts = await hostsNamed('');
      if (isProblem(hosts)) return hosts;
      return hosts.find((host) => host.hostId === hostId) ?? problem('host_unknown');
    },

    create: (wanted, { sendEmail }) =>
      onSuccess(api.createGuestAccessInvite(newInvite(wanted), sendEmail), (invite) =>
        toGuestInvite(invite, invite.id),
      ),

    async page(cursor) {
      const offset = Number(cursor ?? 0);
      const page = await api.getGuestAccessInvites({ offset, limit: PAGE });
      if (isProblem(page)) return page;
      const reached = offset + page.items.length;
      const more = page.count === undefined ? page.items.length >= PAGE : page.items.length > 0 && reached < page.count;
      const invites = withIds(page.items).map((invite) => toGuestInvite(invite, invite.id));
      return { invites, next: more ? String(reached) : undefined, leftOut: page.items.length - invites.length };
    },

    list,

    async findSame(wanted) {
      const same: ProviderGuestInvite[] = [];
      for await (const page of walkGuestInvites(api)) {
        if (isProblem(page)) return page;
        for (const listed of page.map((invite) => toGuestInvite(invite, invite.id))) {
          const answer = await isSame(listed, wanted);
          if (isProblem(answer)) return answer;
          if (answer) same.push(listed);
        }
      }
      return same;
    },

    get,

    async update(providerInviteId, change, { sendEmail }) {
      const wireChange = changeOf(change);
      if (Object.keys(wireChange).length === 0) return problem('change_empty');
      const invite = await api.updateGuestAccessInvite(providerInviteId, wireChange, sendEmail);
      return isProblem(invite) ? whyNot(providerInviteId, invite) : toGuestInvite(invite, providerInviteId);
    },

    async cancel(providerInviteId, { sendEmail }) {
      const answer = await api.cancelGuestAccessInvite(providerInviteId, sendEmail);
      return isProblem(answer) ? whyNot(providerInviteId, answer) : 'cancelled';
    },

    async kick(providerInviteId) {
      const answer = await api.kickGuestAccessGuest(providerInviteId);
      return isProblem(answer) ? whyNot(providerInviteId, answer) : 'kicked';
    },

    credits: () => onSuccess(api.getGuestAccessInviteCredits(), (answer) => answer.balance),
  };
}

/** No id, and dots, name no invite, and are not sent. */
function isNoId(providerInviteId: string): boolean {
  return !/[^.]/.test(providerInviteId);
}
