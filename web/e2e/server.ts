import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
/** The program with the application beside it, as script/build left them. */
export const neurec = process.env.NEUREC_PROGRAM ?? join(root, 'build/release/bin/neurec');

/** Signs the servers' tokens, so that tests can make some that end soon. */
export const signingKey = 'a key for tests, of more than 32 bytes';

/** A server on a home of its own. It can be stopped and started again at the same address. */
export class Server {
  private process: ChildProcess | null = null;
  private port = 0;

  private constructor(
    private readonly home: string,
    private readonly options: string[],
  ) {}

  /** `template` is copied; without one, the home is empty: no data, no model. */
  static async start(template?: string, options: string[] = []): Promise<Server> {
    const home = mkdtempSync(join(tmpdir(), 'neurec-web-home-'));
    if (template !== undefined) cpSync(template, home, { recursive: true });
    const server = new Server(home, options);
    await server.run();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, again at the port that it had before. */
  async run(): Promise<void> {
    const args = ['serve', '--host', '127.0.0.1', '--port', String(this.port), ...this.options];
    const env = { ...process.env, NEUREC_HOME: this.home, NEUREC_JWT_SECRET: signingKey };
    const child = spawn(neurec, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    let said = '';
    this.port = await new Promise<number>((resolvePort, reject) => {
      const listen = (chunk: Buffer) => {
        said += chunk.toString();
        const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
        if (found) resolvePort(Number(found[1]));
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('exit', (code) => reject(new Error(`neurec ended with ${code}: ${said}`)));
    });
  }

  /** Runs another command of the program on the server's home. */
  async command(...args: string[]): Promise<void> {
    await promisify(execFile)(neurec, args, { env: { ...process.env, NEUREC_HOME: this.home } });
  }

  async kill(): Promise<void> {
    const child = this.process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  }

  /** Ends it, and its home goes. */
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** An answer's JSON; fails where the server refuses. */
  async ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const response = await fetch(this.url + path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
