type Scripted = { readonly times?: number | undefined; readonly then: unknown };

export type Troubles<Trouble extends Scripted, Call> = ReturnType<typeof createTroubles<Trouble, Call>>;

/** Scripted troubles, in the order they were added, each `times` times (once by default). */
export function createTroubles<Trouble extends Scripted, Call>(isFor: (trouble: Trouble, call: Call) => boolean) {
  const waiting: { readonly trouble: Trouble; left: number }[] = [];
  return {
    add: (trouble: Trouble) => void waiting.push({ trouble, left: trouble.times ?? 1 }),
    clear: () => void waiting.splice(0),
    /** Takes the next one for this call. */
    next(call: Call): Trouble['then'] | undefined {
      const one = waiting.find(({ trouble, left }) => left > 0 && isFor(trouble, call));
      if (one !== undefined) one.left -= 1;
      return one?.trouble.then;
    },
  };
}
