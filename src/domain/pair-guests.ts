/** Whether the policy lets a guest on a host: at once, once somebody has approved it, or not at all. */
export type Allowed = 'yes' | 'asks' | 'no';

/** A guest and the host for them; undefined where there is none. `isAssigned`: nobody chose it for this guest. */
export type Pair<Guest, Host> = {
  readonly guest: Guest;
  readonly host: Host | undefined;
  readonly isAssigned: boolean;
};

/**
 * Gives each guest a host: the first guest the first that was `chosen`, and so on; those who are left get one of the `free` ones, in their
 * order, each host once, and rather one for which nobody has to approve. As many guests as possible get one at all: where some hosts are
 * only for some guests, another guest takes another host.
 */
export function pairGuests<Guest, Host>(
  guests: readonly Guest[],
  { chosen, free }: { readonly chosen: readonly Host[]; readonly free: readonly Host[] },
  allows: (guest: Guest, host: Host) => Allowed,
): readonly Pair<Guest, Host>[] {
  const left = guests.slice(chosen.length);
  const given = assign(left, free, allows);
  return guests.map((guest, nth) => {
    const own = chosen[nth];
    if (own !== undefined) return { guest, host: own, isAssigned: false };
    const host = given.get(nth - chosen.length);
    return { guest, host, isAssigned: host !== undefined };
  });
}

/** The hosts of guests, by the guest's number: a matching in a graph, found by augmenting paths. */
function assign<Guest, Host>(
  guests: readonly Guest[],
  free: readonly Host[],
  allows: (guest: Guest, host: Host) => Allowed,
): ReadonlyMap<number, Host> {
  const open = guests.map((guest) => {
    const answers = free.map((host) => allows(guest, host));
    const by = (wanted: Allowed) => answers.flatMap((answer, at) => (answer === wanted ? [at] : []));
    return [...by('yes'), ...by('asks')];
  });
  /** The guest's number, by the host's. */
  const takenBy = new Map<number, number>();
  const find = (guest: number, tried: Set<number>): boolean => {
    const hosts = open[guest] ?? [];
    const untaken = hosts.find((host) => !takenBy.has(host));
    if (untaken !== undefined) {
      takenBy.set(untaken, guest);
      return true;
    }
    for (const host of hosts) {
      if (tried.has(host)) continue;
      tried.add(host);
      // Whoever has it takes another, if there is one.
      if (!find(takenBy.get(host) ?? guest, tried)) continue;
      takenBy.set(host, guest);
      return true;
    }
    return false;
  };
  for (const guest of guests.keys()) find(guest, new Set());
  return new Map([...takenBy].flatMap(([at, guest]) => (at in free ? [[guest, free[at] as Host] as const] : [])));
}
