import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach } from 'vitest';

/** Starts scripts of the sandbox as npm would; what still runs after a test is killed. `said` is emitted with each output. */
export function scriptStarter(
  script: string,
  env: Readonly<Record<string, string>> = {},
): (...args: string[]) => { child: ChildProcess; output: () => string } {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });
  return (...args) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => {
        output += String(data);
        child.emit('said');
      });
    }
    return { child, output: () => output };
  };
}
