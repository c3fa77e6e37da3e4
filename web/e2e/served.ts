import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { neurec } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A home with the demo data set, and a model that was trained on it. */
    home: string;
  }
}

export const adminPassword = 'the admin’s own password';

/** Data, model and an admin, once for all tests; each test's server works on a copy. */
export default function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'neurec-web-'));
  const home = join(folder, 'home');
  const run = (...args: string[]) =>
    execFileSync(neurec, args, {
      env: { ...process.env, NEUREC_HOME: home, NEUREC_ADMIN_PASSWORD: adminPassword },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const archive = join(folder, 'demo.zip');
  run('generate', '--output', archive);
  run('import', archive);
  run('train');
  run('user', 'create-admin', '--email', 'admin@example.org');
  project.provide('home', home);
  return () => rmSync(folder, { recursive: true, force: true });
}
