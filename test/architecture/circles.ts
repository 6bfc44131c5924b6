/** Files that import each other in a circle, directly or through others; each circle once, its files sorted. `imports`: by file. */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = new Map([...imports.keys()].map((file) => [file, reachableFrom(file, imports)]));
  const inCircles = [...imports.keys()].filter((file) => reach.get(file)?.has(file)).sort();
  const circles = inCircles.map((file) =>
    inCircles.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file)),
  );
  return circles.filter((circle, nth) => circle[0] === inCircles[nth]);
}

function reachableFrom(start: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const open = [...(imports.get(start) ?? [])];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    open.push(...(imports.get(file) ?? []));
  }
  return seen;
}
