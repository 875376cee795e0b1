import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildFixture, startFixture, startMain, type Built, type Running } from './testing/fixture-app.ts';

let built: Built;
let profile: string;

beforeAll(async () => {
  built = await buildFixture();
}, 60_000);
afterAll(() => built.remove());
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'standin-profile-'));
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

/** Process ids whose command line names our Chromium folder of this main process. */
function chromiumOf(mainPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`sotto-window-${mainPid}-`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('the stand-in, with one app open', () => {
  let app: Running;
  let shared: string;

  beforeAll(async () => {
    shared = mkdtempSync(join(tmpdir(), 'standin-profile-'));
    app = await startFixture(built, shared);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    rmSync(shared, { recursive: true, force: true });
  });

  const run = (expression: string): Promise<unknown> => app.page.evaluate(expression);

  it('exposes the bridge before the first script of the page, frozen', async () => {
    expect(await run('[pageRan, bridgeAtStart, Object.isFrozen(fixture.nested.deep), fixture.nested.deep.list[2].three]')).toEqual([
      true, 'object', true, 3,
    ]); // prettier-ignore
  });

  it("keeps the preload's world and the crossing out of the page's reach", async () => {
    expect(await run('[typeof secretOfThePreload, typeof require, typeof process]')).toEqual(['undefined', 'undefined', 'undefined']);
    expect(await run('Object.getOwnPropertyNames(window).filter((name) => /^s[0-9a-f]{32}$/.test(name))')).toEqual([]);
  });

  it('leaves the page no way onto the crossing by replacing what the DOM offers', async () => {
    const seen = await run(`(() => {
      const seen = [];
      const real = EventTarget.prototype.dispatchEvent;
      EventTarget.prototype.dispatchEvent = function (event) { seen.push(event.type); return real.call(this, event); };
      document.dispatchEvent = (event) => { seen.push(event.type); return true; };
      const sum = fixture.add(1, 2);
      EventTarget.prototype.dispatchEvent = real;
      delete document.dispatchEvent;
      return [sum, seen];
    })()`);
    expect(seen).toEqual([3, []]);
  });

  it('carries functions both ways, promises and errors over the bridge', async () => {
    expect(await run('fixture.apply((value) => value * 2)')).toBe(41);
    expect(await run('fixture.make()("you")')).toBe('hello you');
    expect(await run('fixture.later().then(({ at, bytes }) => [at.getTime(), [...bytes]])')).toEqual([0, [1, 2, 3]]);
    expect(await run('fixture.refuse().catch((error) => [error instanceof Error, error.message])')).toEqual([true, 'refused by the preload']);
    expect(await run('(() => { try { fixture.throws(); } catch (error) { return [error instanceof Error, error.message]; } })()')).toEqual([
      true, 'thrown by the preload',
    ]); // prettier-ignore
  });

  it('clones what crosses the IPC as the structured clone does', async () => {
    expect(await run('fixture.roundTrip()')).toEqual([
      'date 5', 'map shared', 'set true', 'bytes Uint8Array 9,8', 'nan NaN', 'gone true', 'shared true', 'cycle true',
    ]); // prettier-ignore
    await expect(run('fixture.sendFunction()')).rejects.toThrow('could not be cloned');
    await expect(run('fixture.do("uncloneable")')).rejects.toThrow('DataCloneError');
  });

  it("reports main's faults as Electron words them", async () => {
    await expect(run('fixture.do("fail")')).rejects.toThrow("Error invoking remote method 'do': Error: refused by main");
  });

  it('shows main its own scheme, in the one top frame', async () => {
    expect(await run('fixture.whoami()')).toEqual({ url: 'fixture://app/index.html', top: true, same: true });
  });

  it('pushes events to the preload until it stops listening', async () => {
    const heard = 'new Promise((resolve) => { const stop = fixture.onPushed((value) => { stop(); resolve(value); }); fixture.do("push", { list: [1] }); })';
    expect(await run(heard)).toEqual({ list: [1] });
  });

  it("enforces the handler's content security policy, in a secure context", async () => {
    expect(await run('[typeof inlineRan, isSecureContext]')).toEqual(['undefined', true]);
  });

  it('asks nothing from the network', async () => {
    await expect(run('fetch("https://example.org/fetched")')).rejects.toThrow('Failed to fetch');
    await expect(run('fetch("http://127.0.0.1:9/")')).rejects.toThrow('Failed to fetch');
    expect(app.observed()).toContainEqual({ kind: 'request-refused', url: 'https://example.org/fetched' });
    expect(await run('fetch("/index.html").then((response) => response.status)')).toBe(200);
  });

  it('lets main prevent a navigation before any request', async () => {
    await app.page.click('#away');
    await vi.waitFor(() => {
      expect(app.observed()).toContainEqual({ kind: 'navigation', url: 'https://example.org/', isMainFrame: true, prevented: true });
    });
    expect(app.observed()).not.toContainEqual({ kind: 'request-refused', url: 'https://example.org/' });
    expect(await run('[location.pathname, document.title, fixture.add(2, 2)]')).toEqual(['/index.html', 'Fixture', 4]);
  });

  it('takes the page back from an address that needs no request', async () => {
    await run('void (location.href = "about:blank")');
    await vi.waitFor(async () => {
      expect(app.observed()).toContainEqual({ kind: 'navigation', url: 'about:blank', isMainFrame: true, prevented: true });
      expect(await run('[location.pathname, typeof fixture]')).toEqual(['/index.html', 'object']);
    });
  });

  it('gives the bridge to the top frame only', async () => {
    const inFrame = `(() => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const found = [typeof frame.contentWindow.fixture, typeof frame.contentWindow.require];
      frame.remove();
      return found;
    })()`;
    expect(await run(inFrame)).toEqual(['undefined', 'undefined']);
  });

  it('denies popups of scripts and of links', async () => {
    expect(await run('window.open("https://example.org/script")')).toBeNull();
    await app.page.click('#tab');
    await vi.waitFor(() => {
      expect(app.observed()).toContainEqual({ kind: 'window-open', url: 'https://example.org/script', action: 'deny' });
      expect(app.observed()).toContainEqual({ kind: 'window-open', url: 'https://example.org/tab', action: 'deny' });
      expect(app.page.context().pages()).toHaveLength(1);
    });
  });

  it('throws by name on what it does not implement', async () => {
    await expect(run('fixture.do("unimplemented")')).rejects.toThrow('electron stand-in: app.dock is not implemented');
    await expect(run('fixture.do("unknownEvent")')).rejects.toThrow('app event "accessibility-support-changed" is not implemented');
  });

  it('refuses a window without isolation', async () => {
    await expect(run('fixture.do("insecureWindow")')).rejects.toThrow('webPreferences.contextIsolation must be true');
  });

  it('shows what the app does to the desktop', async () => {
    await run('fixture.do("notify")');
    await run('fixture.do("open", "https://example.org/outside")');
    expect(await run('fixture.do("copy", "copied")')).toBe('copied');
    expect(app.observed()).toContainEqual({ kind: 'notification', title: 'Title', body: 'Body', silent: false });
    expect(app.observed()).toContainEqual({ kind: 'open-external', url: 'https://example.org/outside' });
  });

  it('has no keychain, and says so', async () => {
    expect(await run('fixture.do("keychain")')).toEqual([false, 'basic_text']);
    await expect(run('fixture.do("seal", "text")')).rejects.toThrow('Error while encrypting');
  });

  it("shows the page main's choice of theme", async () => {
    const isDark = 'matchMedia("(prefers-color-scheme: dark)").matches';
    await run('fixture.do("theme", "dark")');
    await vi.waitFor(async () => expect(await run(isDark)).toBe(true));
    await run('fixture.do("theme", "light")');
    await vi.waitFor(async () => expect(await run(isDark)).toBe(false));
  });
});

describe('the stand-in, as a process', () => {
  it('answers dialogs from a script, and seals with a test keychain', { timeout: 60_000 }, async () => {
    const answers = join(profile, 'answers.jsonl');
    writeFileSync(answers, '{"dialog":"showMessageBox","response":1}\n');
    const app = await startFixture(built, profile, { SOTTO_STANDIN_ANSWERS: answers, SOTTO_STANDIN_KEYCHAIN: join(profile, 'key') });
    try {
      expect(await app.page.evaluate('fixture.do("dialog")')).toMatchObject({ response: 1 });
      expect(await app.page.evaluate('fixture.do("dialog")')).toMatchObject({ response: 0 });
      expect(await app.page.evaluate('fixture.do("seal", "text")')).toBe('text');
    } finally {
      await app.stop();
    }
  });

  it('gives one profile to one process, and passes the arguments of the second on', { timeout: 60_000 }, async () => {
    const app = await startFixture(built, profile);
    try {
      const heard = app.page.evaluate('new Promise((resolve) => { const stop = fixture.onPushed((value) => { stop(); resolve(value); }); })');
      const second = startMain(built, profile, ['--hello']);
      const [code] = await once(second, 'exit');
      expect(code).toBe(0);
      expect(await heard).toEqual({ second: '--hello' });
    } finally {
      await app.stop();
    }
  });

  it('takes a profile over from a process that was killed', { timeout: 60_000 }, async () => {
    const first = await startFixture(built, profile);
    await first.stop('SIGKILL');
    const again = await startFixture(built, profile);
    expect(await again.page.title()).toBe('Fixture');
    expect(await again.stop()).toBe(0);
  });

  it('quits when its window is closed, and says so to main first', { timeout: 60_000 }, async () => {
    const app = await startFixture(built, profile);
    const exited = once(app.child, 'exit');
    await app.page.evaluate('void fixture.do("close")').catch(() => {});
    expect((await exited)[0]).toBe(0);
    expect(app.output()).toContain('will-quit');
  });

  it('leaves no Chromium behind when main is killed', { timeout: 60_000 }, async () => {
    const app = await startFixture(built, profile);
    const pid = app.child.pid!;
    expect(chromiumOf(pid).length).toBeGreaterThan(0);
    await app.stop('SIGKILL');
    await vi.waitFor(() => expect(chromiumOf(pid)).toEqual([]), { timeout: 10_000, interval: 100 });
  });

  it('ends with a clear message where there is neither a display nor headless', { timeout: 60_000 }, async () => {
    const child = startMain(built, profile, [], { SOTTO_HEADLESS: '', DISPLAY: undefined, WAYLAND_DISPLAY: undefined });
    let said = '';
    child.stderr?.on('data', (data) => {
      said += String(data);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said).toContain('there is no display; start through `npm start`');
  });
});
