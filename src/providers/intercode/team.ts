import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import { walkPages } from '../offset-pages.ts';
import { optional, search, text } from '../team-fields.ts';
import { collect, listed, type Shape, told } from '../team-lists.ts';
import { type Choice, type TeamOperation, teamOperation } from '../team-operation.ts';
import type { IntercodeApi } from './api.ts';
import { isInvited, nameOf } from './members.ts';
import { routes } from './routes.ts';
import type { AnyTeam } from './schema.ts';

const section = 'Teams';
/** Teams a search finds: more than Slack can show (100), so that a person is told that there are more. */
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
      ...routes.getAllTeams.page,
      load: async (offset, limit) => {
        const teams = await api.getAllTeams({ offset, limit, ...(globalSearch === '' ? {} : { globalSearch }) });
        return isProblem(teams) ? teams : { items: teams, count: undefined };
      },
      keyOf: (team) => team.id,
      endless: problem('provider_nonsense', { provider: 'intercode' }),
    });

  /** Teams by name. Whose token may not see all of them chooses from the one that is configured. */
  async function findTeams(typed: string): Promise<readonly Choice[] | Problem> {
    const teams = await collect(allTeams(typed.trim()), MOST_OFFERED);
    if (!isProblem(teams)) return teams.items.map(nameTeam);
    return teams.code === 'provider_forbidden' ? ownTeam([teamId]) : teams;
  }

  async function lookUpTeams(ids: readonly string[]): Promise<readonly Choice[] | Problem> {
    const teams = await collect(allTeams(''));
    if (!isProblem(teams)) return told(teams.items.map(nameTeam), ids);
    return teams.code === 'provider_forbidden' ? ownTeam(ids) : teams;
  }

  async function ownTeam(ids: readonly string[]): Promise<readonly Choice[] | Problem> {
    const own = await api.getOwnTeam();
    return isProblem(own) ? own : told([nameTeam({ id: teamId, name: own.name })], ids);
  }

  /** Who could own the team after. */
  async function heirs(): Promise<readonly Choice[] | Problem> {
    const people = await api.getTeamMembers();
    if (isProblem(people)) return people;
    return people
      .filter((person) => !isInvited(person))
      .map((person) => ({ id: person.id, name: nameOrId(nameOf(person), person.id) }));
  }

  async function findHeirs(typed: string): Promise<readonly Choice[] | Problem> {
    const people = await heirs();
    const wanted = typed.trim().toLowerCase();
    return isProblem(people) ? people : people.filter(({ name }) => name.toLowerCase().includes(wanted));
  }

  async function lookUpHeirs(ids: readonly string[]): Promise<readonly Choice[] | Problem> {
    const people = await heirs();
    return isProblem(people) ? people : told(people, ids);
  }

  const invitedTo = { team: text('Id of the team', { hint: 'It stands in the invitation; no list shows it before.' }) };
  const team = search('Team', { find: findTeams, look: lookUpTeams });
  return [
    teamOperation({
      operation: 'Get own team',
      section,
      title: 'Show the team',
      effect: 'looks',
      note: "The team of Guestlist's token.",
      fields: {},
      run: async () => {
        const own = await api.getOwnTeam();
        if (isProblem(own)) return own;
        const { name, count, usersLimit } = own;
        const row = [name ?? '(no name)', String(count ?? ''), String(usersLimit ?? '')];
        return {
          words: 'As Intercode has it now:',
          table: { columns: ['Name', 'People', 'At most'], rows: [row] },
        };
      },
    }),
    teamOperation({
      operation: 'Check team limit',
      section,
      title: 'Check the limit of teams',
      effect: 'looks',
      fields: {},
      run: async () => {
        const answer = await api.checkTeamLimit();
        if (isProblem(answer)) return answer;
        const said = answer ? 'yes' : 'no';
        return { words: `Intercode answers “${said}”. Its documents do not say whether yes means that there is room.` };
      },
    }),
    teamOperation({
      operation: 'Get all teams',
      section,
      title: 'List teams',
      effect: 'looks',
      note: 'All of the deployment. The token must be that of one of its admins.',
      fields: { globalSearch: optional(text('Name contains')) },
      run: async ({ globalSearch = '' }) => {
        const teams = await collect(allTeams(globalSearch));
        return isProblem(teams) ? teams : listed(teams, shape);
      },
    }),
    teamOperation({
      operation: 'Create team',
      section,
      title: 'Make a team',
      effect: 'changes',
      note: "The owner of Guestlist's token owns it.",
      fields: { teamName: text('Name') },
      run: async (wanted) => {
        const made = await api.createTeam(wanted);
        if (isProblem(made)) return made;
        return { words: `The team “${made.name ?? wanted.teamName}” is made. Its id is ${made.id}.` };
      },
    }),
    teamOperation({
      operation: 'Accept invitation',
      section,
      title: 'Accept an invitation',
      effect: 'changes',
      note: "The owner of Guestlist's token joins the team.",
      fields: invitedTo,
      run: async (invited) => {
        const answer = await api.acceptInvitation(invited.team);
        return isProblem(answer) ? answer : { words: 'The invitation is accepted.' };
      },
    }),
    teamOperation({
      operation: 'Decline invitation',
      section,
      title: 'Decline an invitation',
      effect: 'destroys',
      note: "For the owner of Guestlist's token. To join later, another invitation is needed.",
      fields: invitedTo,
      run: async (invited) => {
        const answer = await api.declineInvitation(invited.team);
        return isProblem(answer) ? answer : { words: 'The invitation is declined.' };
      },
    }),
    teamOperation({
      operation: 'Leave team',
      section,
      title: 'Leave a team',
      effect: 'destroys',
      note: "The owner of Guestlist's token leaves; if it is the configured team, Guestlist can do nothing there any more.",
      fields: {
        team,
        newOwnerId: optional(
          search(
            'New owner',
            { find: findHeirs, look: lookUpHeirs },
            {
              hint: "Needed of an owner: somebody of that team. The new owner's plan applies from then on.",
            },
          ),
        ),
      },
      run: async ({ team: id, ...next }) => {
        const answer = await api.leaveTeam(id, next);
        return isProblem(answer) ? answer : { words: 'The team is left.' };
      },
    }),
    teamOperation({
      operation: 'Delete team',
      section,
      title: 'Delete a team',
      effect: 'destroys',
      takesAccess: true,
      note: 'For everybody in it. If it is the configured one, Guestlist can do nothing there any more.',
      fields: { team },
      run: async ({ team: id }) => {
        const answer = await api.deleteTeam(id);
        return isProblem(answer) ? answer : { words: 'The team is deleted.' };
      },
    }),
  ];
}

function nameTeam({ id, name }: { readonly id: string; readonly name?: string | undefined }): Choice {
  return { id, name: nameOrId(name, id) };
}
