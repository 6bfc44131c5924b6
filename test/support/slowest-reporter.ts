import type { Reporter, TestModule } from 'vitest/node';
import { budgetOf } from './budgets.ts';

const SHOWN = 10;

/** Prints the slowest files beside their budgets, and names every file that went over its own. Nothing fails by it. */
export default class SlowestReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    const files = modules
      .map((module) => ({ file: module.relativeModuleId, seconds: module.diagnostic().duration / 1_000 }))
      .toSorted((a, b) => b.seconds - a.seconds);
    const lines = files.slice(0, SHOWN).map(({ file, seconds }) => `${row(seconds, budgetOf(file))}  ${file}`);
    const over = files.filter(({ file, seconds }) => seconds > budgetOf(file)).map(({ file }) => `  ${file}`);
    process.stdout.write(`\nSlowest files (seconds, of a budget of)\n${lines.join('\n')}\n`);
    if (over.length > 0) process.stdout.write(`Over budget (test/support/budgets.ts):\n${over.join('\n')}\n`);
  }
}

function row(seconds: number, budget: number): string {
  return `${seconds.toFixed(1).padStart(7)} ${String(budget).padStart(4)}`;
}
