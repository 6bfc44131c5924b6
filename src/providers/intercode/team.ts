import { isProblem, onSuccess, type Problem } from '../../domain/problem.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import { uncounted, walkPages } from '../offset-pages.ts';
import { optional, type Source, search, text } from '../team-fields.ts';
import { choicesById, collect, listed, type Shape, thenSay } from '../team-lists.ts';
import { type Choice, type TeamOperation, teamOperation } from '../team-operation.ts';
import type { IntercodeApi } from './api.ts';
import { acceptedPeople, nameOf } from './members.ts';
import { intercodeProblem } from './problems.ts';
import { pageSize } from './routes.ts';
import type { AnyTeam } from './schema.ts';

const section = 'Teams';
/** Teams a search finds: more than Slack can show (100), so that a person sees that there are more. */
const MOST_OFFERED = 101;

const shape: Shape<AnyTeam> = {
  one: 'team',
  columns: ['Name', 'People', 'At most', 'Owner', 'Subscription', 'Id'],
  row: ({ name, membersCount, usersLimit, owner, subscription, id }) => [
    nameOrId(name, id),
    String(membersCount ?? ''),
    String(usersLimit ?? ''),
    [owner && nameOf(owner), owner?.email].filter(Boolean).join(' · '),
    subscription ?? '',
    id,
  ],
};

/** What admins can do at Intercode besides inviting; adding an operation is adding a row. `teamId`: the configured team. */
export function intercodeTeam(api: IntercodeApi, teamId: string): readonly TeamOperation[] {
  const allTeams = (globalSearch: string) =>
    walkPages({
      ...pageSize,
      load: (offset, limit) =>
        uncounted(api.getAllTeams({ offset, limit, ...(globalSearch === '' ? {} : { globalSearch }) })),
      keyOf: (team) => team.id,
      endless: intercodeProblem('provider_nonsense'),
    });

  /** Teams by name. Whose token may not see all of them chooses from the one that is configured. */
  async function findTeams(typed: string): Promise<readonly Choice[] | Problem> {
    const teams = await collect(allTeams(typed.trim()), MOST_OFFERED);
    if (!isProblem(teams)) return teams.items.map(nameTeam);
    return teams.code === 'provider_forbidden' ? ownTeam([teamId]) : teams;
  }

  async function lookUpTeams(ids: readonly string[]): Promise<readonly Choice[] | Problem> {
    const teams = await collect(allTeams(''));
    if (!isProblem(teams)) return choicesById(teams.items.map(nameTeam), ids);
    return teams.code === 'provider_forbidden' ? ownTeam(ids) : teams;
  }

  const ownTeam = (ids: readonly string[]): Promise<readonly Choice[] | Problem> =>
    onSuccess(api.getOwnTeam(), ({ name }) => choicesById([nameTeam({ id: teamId, name })], ids));

  /** Who could own the team after. */
  const heirs = () =>
    onSuccess(acceptedPeople(api), (people) =>
      people.map((person) => ({ id: person.id, name: nameOrId(nameOf(person), person.id) })),
    );

  const heirChoices: Source = {
    find: (typed) =>
      onSuccess(heirs(), (people) =>
        people.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase())),
      ),
    look: (ids) => onSuccess(heirs(), (people) => choicesById(people, ids)),
  };

  const invitedTo = { team: text('Id of the team', { hint: 'Copy it from the invitation; no list shows it.' }) };
  const team = search('Team', { find: findTeams, look: lookUpTeams });
  return [
    teamOperation({
      operation: 'Get own team',
      section,
      title: 'Show the team',
      effect: 'reads',
      note: "The team of Guestlist's token.",
      fields: {},
      run: async () => {
        const own = await api.getOwnTeam();
        if (isProblem(own)) return own;
        const { name, count, usersLimit } = own;
        const row = [name ?? '(no name)', String(count ?? ''), String(usersLimit ?? '')];
        return {
          copy: 'Current state in Intercode:',
          table: { columns: ['Name', 'People', 'At most'], rows: [row] },
        };
      },
    }),
    teamOperation({
      operation: 'Check team limit',
      section,
      title: 'Check the team limit',
      effect: 'reads',
      fields: {},
      run: async () => {
        const answer = await api.checkTeamLimit();
        if (isProblem(answer)) return answer;
        const said = answer ? 'yes' : 'no';
        return { copy: `Intercode answers “${said}”. Its documentation doesn't say whether that means there is room.` };
      },
    }),
    teamOperation({
      operation: 'Get all teams',
      section,
      title: 'List teams',
      effect: 'reads',
      note: 'Lists every team of the deployment. The token must belong to one of its admins.',
      fields: { globalSearch: optional(text('Name contains')) },
      run: ({ globalSearch = '' }) => onSuccess(collect(allTeams(globalSearch)), (teams) => listed(teams, shape)),
    }),
    teamOperation({
      operation: 'Create team',
      section,
      title: 'Create a team',
      effect: 'changes',
      note: "The owner of Guestlist's token becomes its owner.",
      fields: { teamName: text('Name') },
      run: async (wanted) => {
        const made = await api.createTeam(wanted);
        if (isProblem(made)) return made;
        return { copy: `Team “${made.name ?? wanted.teamName}” created. Its ID is ${made.id}.` };
      },
    }),
    teamOperation({
      operation: 'Accept invitation',
      section,
      title: 'Accept an invitation',
      effect: 'changes',
      note: "The owner of Guestlist's token joins the team.",
      fields: invitedTo,
      run: (invited) => thenSay(api.acceptInvitation(invited.team), 'Invitation accepted.'),
    }),
    teamOperation({
      operation: 'Decline invitation',
      section,
      title: 'Decline an invitation',
      effect: 'destroys',
      note: "Declines for the owner of Guestlist's token. Joining later needs a new invitation.",
      fields: invitedTo,
      run: (invited) => thenSay(api.declineInvitation(invited.team), 'Invitation declined.'),
    }),
    teamOperation({
      operation: 'Leave team',
      section,
      title: 'Leave a team',
      effect: 'destroys',
      note: "The owner of Guestlist's token leaves. Guestlist can't do anything in the configured team afterwards.",
      fields: {
        team,
        newOwnerId: optional(
          search('New owner', heirChoices, {
            hint: "Required if you own the team: a member of it. The new owner's plan applies from then on.",
          }),
        ),
      },
      run: ({ team: id, ...next }) => thenSay(api.leaveTeam(id, next), 'You left the team.'),
    }),
    teamOperation({
      operation: 'Delete team',
      section,
      title: 'Delete a team',
      effect: 'destroys',
      revokesAccess: true,
      note: "Deletes it for everyone. Guestlist can't do anything in the configured team afterwards.",
      fields: { team },
      run: ({ team: id }) => thenSay(api.deleteTeam(id), 'Team deleted.'),
    }),
  ];
}

function nameTeam({ id, name }: { readonly id: string; readonly name?: string | undefined }): Choice {
  return { id, name: nameOrId(name, id) };
}
