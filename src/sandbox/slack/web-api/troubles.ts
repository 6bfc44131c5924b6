import type { Json, SlackTrouble } from '../slack-server.types.ts';

export type Troubles = {
  readonly add: (trouble: SlackTrouble) => void;
  readonly clear: () => void;
  /** The first trouble that is meant for this call, one use of it gone. */
  next(method: string, args: Json): SlackTrouble['then'] | undefined;
};

export function createTroubles(): Troubles {
  const waiting: { readonly trouble: SlackTrouble; left: number }[] = [];
  return {
    add: (trouble) => void waiting.push({ trouble, left: trouble.times ?? 1 }),
    clear: () => void waiting.splice(0),
    next(method, args) {
      const one = waiting.find(
        ({ trouble, left }) =>
          left > 0 && (trouble.method === '*' || trouble.method === method) && (trouble.when?.(args) ?? true),
      );
      if (one === undefined) return undefined;
      one.left -= 1;
      return one.trouble.then;
    },
  };
}
